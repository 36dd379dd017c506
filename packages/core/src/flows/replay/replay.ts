import { formatArchive } from '../../archive/archive-format.ts'
import { emptyArchive } from '../../archive/archive-state.ts'
import { isSameRun, type RecordedRun, readRecordedRun } from '../../archive/recorded-run.ts'
import type { Archive, ArchiveSave } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { CommitId } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Policy } from '../../decide/policy.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { requireMember } from '../flow-endpoints.ts'
import { publish } from '../publish/publish.ts'
import type { PublishOptions } from '../publish/publish-options.ts'
import { type SyncOptions, sync } from '../sync/sync.ts'
import { createLookBack, type LookBack, type LostUnit } from './past-authority.ts'

/** Git at one commit, and what the project said of the environment there. */
export interface PastProject {
  /** With `source` and `commits`. */
  readonly git: Endpoint
  readonly settings: Pick<
    PublishOptions & SyncOptions,
    'policy' | 'limits' | 'secrets' | 'freeze' | 'select' | 'normalization'
  >
}

/** What is replayed, and how. */
export interface ReplayOptions {
  readonly environment: string
  /** The policy that is asked what it would have decided. */
  readonly policy: Policy
  /** Leaves out what was saved before, in milliseconds since 1970. Default: nothing. */
  readonly since?: number | undefined
  /** Opens the project at a run's commit; what it throws tells why that run cannot be replayed. */
  readonly open: (commit: CommitId, call: Call) => Promise<PastProject>
}

/** One recorded run, decided again. */
export type ReplayedRun =
  | {
      readonly kind: 'replayed'
      readonly run: RecordedRun
      /** Under the policy of the run's own commit. */
      readonly before: FlowReport
      /** Under the policy that was asked. */
      readonly after: FlowReport
      /** Units that are in neither report, since they cannot be shown as they were. */
      readonly lost: readonly LostUnit[]
    }
  | { readonly kind: 'not-replayed'; readonly at: string; readonly message: string; readonly why: string }

/**
 * Decides the recorded runs of an environment again, oldest first, with the very flows: Git at the run's commit, the
 * authority at the revisions that the run saw, the base as the run had settled it, the run's time. Writes nothing.
 * What is recorded nowhere is said and not guessed: captures, dry runs, and what `--force` or a guard did.
 * Throws an `AdapterError` of kind `unsupported` where the archive or the authority remembers no history.
 *
 * @example
 * for await (const item of replay({ confighub, archive }, { environment: 'prod', policy, open }, call)) print(item)
 */
export async function* replay(
  endpoints: { readonly confighub: Endpoint; readonly archive: Endpoint },
  options: ReplayOptions,
  call: Call,
): AsyncIterable<ReplayedRun> {
  const { history } = requireMember(endpoints.archive, 'archive')
  if (history === undefined) throw forgets(endpoints.archive)
  const saves: ArchiveSave[] = []
  for await (const save of history.saves(call)) {
    if (Date.parse(save.at) >= (options.since ?? 0)) saves.push(save)
  }
  const lookBack = await createLookBack(endpoints.confighub, call)
  let last: RecordedRun | undefined
  for (const save of saves.reverse()) {
    const { at, message } = save
    try {
      const meaning = readRecordedRun(save, await history.filesAt(save.token, call))
      if (meaning.kind === 'not-replayable') yield { kind: 'not-replayed', at, message, why: meaning.why }
      if (meaning.kind !== 'run' || (last !== undefined && isSameRun(last, meaning.run))) continue
      last = meaning.run
      yield await decideAgain(meaning.run, lookBack, options, call)
    } catch (error) {
      if (!TidewayError.isInstance(error) || !isOfThePast(error)) throw error
      yield { kind: 'not-replayed', at, message, why: error.message }
    }
  }
}

async function decideAgain(
  run: RecordedRun,
  lookBack: LookBack,
  { environment, policy, open }: ReplayOptions,
  call: Call,
): Promise<ReplayedRun> {
  const past: Call = { ...call, now: () => Date.parse(run.at), readOnly: true }
  const { git, settings } = await open(run.state.commit ?? '', call)
  const entries = Object.entries(run.state.units)
  const revisions = entries.flatMap(([unit, { revision }]) =>
    revision === undefined ? [] : [[unit, revision] as const],
  )
  const { endpoint: confighub, lost } = await lookBack(new Map(revisions), run.at)
  const isLost = (unit: string) => lost.some((item) => item.unit === unit)
  const units = Object.fromEntries(entries.filter(([unit]) => !isLost(unit)))
  const files = formatArchive({ ...emptyArchive, ...run.state, units })
  const endpoints = {
    git: { ...leaveOut(git, isLost), editor: { edit: async () => ({ files: [], unresolved: [] }) } },
    confighub,
    archive: { ...confighub, archive: keepStill(files) },
  }
  const decide = (asked: Policy | undefined) => {
    const wanted = { ...settings, environment, policy: asked, dryRun: true }
    return run.flow === 'publish' ? publish(endpoints, wanted, past) : sync(endpoints, wanted, past)
  }
  return {
    kind: 'replayed',
    run,
    before: await decide(settings.policy),
    after: await decide(policy),
    lost,
  }
}

// What cannot be shown on one side must not seem new on the other.
function leaveOut(git: Endpoint, isLost: (unit: string) => boolean): Endpoint {
  const source = requireMember(git, 'source')
  return {
    ...git,
    source: {
      async *list(query, call) {
        for await (const item of source.list(query, call)) {
          if (item.kind === 'complete') yield item
          else if (!isLost(item.kind === 'unit' ? item.head.ref.unit : item.ref.unit)) yield item
        }
      },
      read: (refs, call) => source.read(refs, call),
    },
  }
}

function keepStill(files: Readonly<Record<string, string>>): Archive {
  const token = 'past'
  return {
    load: async () => ({ token, files }),
    token: async () => token,
    save: async () => ({ kind: 'lost-race' }),
  }
}

// A store that is down now says nothing of the past; everything else is about this one run.
function isOfThePast(error: TidewayError): boolean {
  return !AdapterError.isInstance(error) || ['not-found', 'invalid-response'].includes(error.kind)
}

function forgets(archive: Endpoint): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint: archive.name,
    message: 'this archive does not remember what it replaced',
    next: 'replay from one that is kept in Git',
  })
}
