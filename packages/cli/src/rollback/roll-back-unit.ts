import {
  type Call,
  type Endpoint,
  type Revision,
  requireConditionalSink,
  type Sink,
  TidewayError,
  type UnitWrite,
  type WriteOutcome,
} from '@tideway/core'
import { type FoundUnit, findUnit } from './find-unit.ts'

/** Which unit goes back to what. */
export interface RollbackOptions {
  readonly unit: string
  /** A revision, or `previous`: the newest one with another content than the head. */
  readonly to: string
  /** Write although the store offers no condition for a write. Default: false. */
  readonly unconditional?: boolean | undefined
  /** Say what would be written, and write nothing. Default: false. */
  readonly dryRun?: boolean | undefined
}

/** What a rollback did. */
export interface RollbackReport {
  readonly unit: string
  readonly outcome: 'done' | 'nothing-to-do' | 'lost-race'
  readonly dryRun: boolean
  /** The head that was found. */
  readonly from: string
  /** The revision whose content is the head's again. */
  readonly to: string
  /** The description that the new revision has. */
  readonly description: string
  /** The new revision, where one was written and is known. */
  readonly revision?: string | undefined
}

/**
 * Writes an earlier revision's content again, as a new revision, if the unit still is as it was read.
 * `previous` never is the empty revision that newer servers begin a unit with; by its number it can be named.
 * Throws `TIDEWAY_NOT_FOUND` for a unit or revision that is not there, `TIDEWAY_UNCONDITIONAL` where the store
 * has no conditional writes and nobody said to do without, and the store's error where it refuses.
 */
export async function rollBackUnit(
  confighub: Endpoint,
  options: RollbackOptions,
  call: Call,
): Promise<RollbackReport> {
  const found = await findUnit(confighub, options.unit, call)
  const { head } = found
  const target = await findRevision(confighub.name, found, options.to, call)
  const report = {
    unit: options.unit,
    dryRun: options.dryRun === true,
    from: head.revision,
    to: target.revision,
    description: `Restore: revision ${target.revision} (${target.description || 'no description'})`,
  }
  if (target.digest === head.digest) return { ...report, outcome: 'nothing-to-do' }
  const sink = requireConditionalSink(confighub, options.unconditional === true)
  if (report.dryRun) return { ...report, outcome: 'done' }
  const text = await found.history.contentAt(head.ref, target.revision, call)
  const written = await write(sink, found, { text, description: report.description }, call)
  if (written.kind === 'lost-race') return { ...report, outcome: 'lost-race' }
  return {
    ...report,
    outcome: 'done',
    ...(written.revision === undefined ? {} : { revision: written.revision }),
  }
}

async function findRevision(
  endpoint: string,
  { head, history }: FoundUnit,
  to: string,
  call: Call,
): Promise<Revision> {
  const empty = call.sha256('')
  let emptied: Revision | undefined
  for await (const revision of history.revisions(head.ref, call)) {
    if (to !== 'previous') {
      if (revision.revision === to) return revision
      continue
    }
    if (emptied !== undefined) return emptied
    if (revision.digest === head.digest) continue
    if (revision.digest !== empty) return revision
    // Newer servers begin every unit with an empty revision: nobody's content, if nothing lies below it.
    emptied = revision
  }
  throw new TidewayError({
    code: 'TIDEWAY_NOT_FOUND',
    message: `unit ${head.ref.unit} of ${endpoint} has no ${to === 'previous' ? 'earlier content' : `revision ${to}`}`,
    next: `see tideway history --unit ${head.ref.unit}`,
  })
}

async function write(
  sink: Sink,
  { head, source }: FoundUnit,
  content: { readonly text: string; readonly description: string },
  call: Call,
): Promise<WriteOutcome> {
  const { text, description } = content
  const common = { key: head.ref.unit, ref: head.ref, expected: head.revision, description }
  const wanted: UnitWrite =
    text === '' ? { ...common, kind: 'withdraw' } : { ...common, kind: 'update', text }
  const outcome = await send(sink, wanted, call)
  if (outcome.kind === 'written' || outcome.kind === 'unchanged' || outcome.kind === 'lost-race')
    return outcome
  // Nobody knows what became of the write, so the unit is asked.
  for await (const result of outcome.kind === 'unknown' ? source.read([head.ref], call) : []) {
    if (result.kind !== 'unit') continue
    if (result.head.digest === call.sha256(text))
      return { ...outcome, kind: 'written', revision: result.head.revision }
    if (result.head.revision !== head.revision) return { ...outcome, kind: 'lost-race' }
  }
  throw (
    outcome.error ??
    new TidewayError({
      code: 'TIDEWAY_UNAVAILABLE',
      message: `nobody knows whether unit ${head.ref.unit} was written`,
      next: `see tideway history --unit ${head.ref.unit}, then run again`,
    })
  )
}

async function send(sink: Sink, wanted: UnitWrite, call: Call): Promise<WriteOutcome> {
  for await (const outcome of sink.write([wanted], call)) return outcome
  return { kind: 'unknown', key: wanted.key }
}
