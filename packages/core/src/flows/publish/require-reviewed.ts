import type { Call } from '../../contract/call.ts'
import type { CommitId, Commits } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import type { PlanRecord, RecordedWrite } from '../../report/plan-record.ts'
import type { Stock } from '../stock/stock.ts'
import { recordWrites } from './record-plan.ts'

/** What a reviewed plan is held against. */
export interface ReviewedRun {
  readonly reviewed: PlanRecord
  readonly stock: Stock
  readonly plan: PublishPlan
  readonly commits: Commits
  readonly confighub: Endpoint
}

/**
 * Throws `TIDEWAY_DIGEST_MISMATCH` unless this run would write just what was reviewed, but for what is written
 * already: it names everything that has moved since.
 */
export async function requireReviewed(run: ReviewedRun, call: Call): Promise<void> {
  const { reviewed, stock, plan, confighub } = run
  const moved: string[] = []
  if (reviewed.confighub !== confighub.name)
    moved.push(`it was made for ${reviewed.confighub}, and this environment is ${confighub.name}`)
  if (reviewed.commit !== stock.commit.id) moved.push(await describeCommits(run, call))
  const fresh = new Map(recordWrites(plan).map((write) => [write.unit, write]))
  for (const write of reviewed.writes) {
    const now = fresh.get(write.unit)
    fresh.delete(write.unit)
    if (isWritten(write, stock, call)) continue
    const why = await describeMove(write, now, run, call)
    if (why !== undefined) moved.push(why)
  }
  for (const unit of fresh.keys()) moved.push(`unit ${unit} would be written too`)
  if (moved.length === 0) return
  throw new TidewayError({
    code: 'TIDEWAY_DIGEST_MISMATCH',
    message: `this is not what was reviewed: ${moved.join('; ')}`,
    next: 'plan again, and review that',
  })
}

// A run that broke off has written a part of the plan: the rest of it is still what was reviewed.
function isWritten(write: RecordedWrite, stock: Stock, call: Call): boolean {
  const head = stock.heads.get(write.unit)
  if (write.kind === 'purge') return head === undefined
  return (head?.digest ?? call.sha256('')) === write.digest
}

async function describeMove(
  write: RecordedWrite,
  now: RecordedWrite | undefined,
  run: ReviewedRun,
  call: Call,
): Promise<string | undefined> {
  const { unit } = write
  const head = run.stock.heads.get(unit)
  const isEmpty = head?.digest === call.sha256('')
  const isAsExpected =
    write.expected === 'absent' ? head === undefined || isEmpty : head?.revision === write.expected
  if (!isAsExpected) return `ConfigHub's ${unit} ${await describeRevisions(write, run, call)}`
  if (now?.digest === write.digest) return undefined
  if (now !== undefined) return `another text would be written to unit ${unit} now`
  const planned = run.plan.units.find((item) => item.stock.unit === unit)
  if (planned === undefined) return `nothing differs in unit ${unit} any more`
  const why =
    planned.obstacle?.message ?? planned.decided.find((item) => item.verdict === planned.verdict)?.rule
  return `unit ${unit} would not be written now (${planned.verdict}${why === undefined ? '' : `: ${why}`})`
}

async function describeRevisions(
  write: RecordedWrite,
  { stock, confighub }: ReviewedRun,
  call: Call,
): Promise<string> {
  const head = stock.heads.get(write.unit)
  if (head === undefined) return `is gone; the plan saw revision ${write.expected}`
  const was = write.expected === 'absent' ? 'no such unit' : `revision ${write.expected}`
  for await (const { author, description } of confighub.history?.revisions(head.ref, call) ?? []) {
    const who = author.name ?? author.kind
    const said = description === '' ? '' : `: ${JSON.stringify(description)}`
    return `is at revision ${head.revision} now, by ${who}${said}; the plan saw ${was}`
  }
  return `is at revision ${head.revision} now; the plan saw ${was}`
}

async function describeCommits({ reviewed, stock, commits }: ReviewedRun, call: Call): Promise<string> {
  const [was, is] = [shorten(reviewed.commit), shorten(stock.commit.id)]
  const relation = await commits.relation(reviewed.commit, stock.commit.id, call)
  if (relation === 'unknown')
    return `its commit ${was} is not in this clone: it was made in another repository, or the clone is shallow`
  return `it was made at commit ${was}, and this is ${is} (${stock.commit.subject})`
}

function shorten(commit: CommitId): string {
  return commit.slice(0, 12)
}
