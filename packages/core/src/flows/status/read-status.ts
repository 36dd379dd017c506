import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { DecidedChange } from '../../decide/decide-change.ts'
import { describeLock, readLock } from '../../decide/unit-lock.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { planPublish } from '../../plan/plan-publish.ts'
import { planSync } from '../../plan/plan-sync.ts'
import type { PlannedUnit } from '../../plan/planned-unit.ts'
import type { EnvironmentState, StatusReport } from '../../report/status-report.ts'
import { type CaptureOptions, capture } from '../capture/capture.ts'
import { type FlowEndpoints, requireReadable } from '../flow-endpoints.ts'
import type { PublishOptions } from '../publish/publish-options.ts'
import { publishRules } from '../publish/publish-rules.ts'
import { lostArchiveNotes } from '../stock/lost-archive-notes.ts'
import type { Stock } from '../stock/stock.ts'
import { takeStock } from '../stock/take-stock.ts'

/** What is looked at: both sides, and the cluster where drift is asked about. */
export interface StatusEndpoints extends FlowEndpoints {
  readonly live?: { readonly endpoints: readonly Endpoint[]; readonly options: CaptureOptions } | undefined
}

/** How an environment stands: what publish, sync and capture would find. Reads only. */
export async function readStatus(
  endpoints: StatusEndpoints,
  options: PublishOptions,
  call: Call,
): Promise<StatusReport> {
  const sides = requireReadable(endpoints)
  const { normalization, onUnreadable } = options
  const stockOptions = { proposals: endpoints.git.proposals, normalization, onUnreadable }
  const taken = await takeStock(sides, stockOptions, call)
  const { environment } = options
  if (taken.kind === 'outdated') {
    const { commit, relation, newest } = taken
    const kind = relation === 'precedes' ? 'behind' : 'diverged'
    const detail = `${commit.id.slice(0, 12)}, the newest run was at ${newest.slice(0, 12)}`
    const states: readonly EnvironmentState[] = [{ kind, units: [], by: [], detail }]
    return { environment, commit: commit.id, states, unitCount: 0, notes: [] }
  }
  const { stock } = taken
  const drift = await findDrift(endpoints, call)
  return {
    environment,
    commit: stock.commit.id,
    states: [...findStates(stock, options, call), ...drift.states],
    unitCount: stock.unitCount,
    notes: [
      ...lostArchiveNotes(stock, environment),
      ...stock.unreadable.map(({ unit, message }) => `${unit} was left out: ${message}`),
      ...drift.notes,
    ],
  }
}

function findStates(stock: Stock, options: PublishOptions, call: Call): readonly EnvironmentState[] {
  const rules = publishRules(stock, options, call)
  const plan = planPublish(stock.differing, rules, call.sha256)
  const synced = planSync(stock.differing, { ...rules, select: options.select }, call.sha256)
  const of = (verdict: PlannedUnit['verdict']) => plan.units.filter((unit) => unit.verdict === verdict)
  const [blocking, held, writing] = [of('block'), of('hold'), of('write')]
  const locks = [...stock.heads.values()].map(({ ref, annotations }) => ({
    unit: ref.unit,
    state: readLock(annotations, call.now()),
  }))
  const isLocked = ({ state }: (typeof locks)[number]) =>
    state.kind === 'locked' || state.kind === 'unreadable'
  const locked = new Set(locks.filter(isLocked).map(({ unit }) => unit))
  const due = synced.units.filter(
    ({ wanted, stock: { unit } }) =>
      wanted !== undefined && !blocking.some((item) => item.stock.unit === unit),
  )
  const obstacle = stock.wrongSpace ?? plan.obstacle
  const { author, at } = stock.commit
  return [
    ...(obstacle === undefined ? [] : [{ kind: 'blocked' as const, units: [], by: [], detail: obstacle }]),
    ...stateOf('blocked', blocking),
    ...stateOf(
      'held',
      held.filter(({ stock: { unit } }) => !locked.has(unit)),
    ),
    ...locks
      .filter(isLocked)
      .sort((one, other) => (one.unit < other.unit ? -1 : 1))
      .map(({ unit, state }): EnvironmentState => {
        if (state.kind !== 'locked') return { kind: 'locked', units: [unit], by: [], detail: 'unreadable' }
        return { kind: 'locked', units: [unit], by: [], detail: describeLock(state.lock) }
      }),
    ...(writing.length === 0
      ? []
      : [{ kind: 'publish-due' as const, units: namesOf(writing), since: at, by: [author] }]),
    ...stateOf('sync-due', due, stock.state.declined.includes(synced.digest) ? closed : undefined),
  ]
}

type DecidedUnit = { readonly stock: { readonly unit: string }; readonly decided: readonly DecidedChange[] }

const closed = 'the pull request with it was closed: sync --again proposes it once more'

// Who set the authority's values that are in the way, or on their way, and when the first of them did.
function stateOf(
  kind: EnvironmentState['kind'],
  units: readonly DecidedUnit[],
  detail?: string,
): readonly EnvironmentState[] {
  if (units.length === 0) return []
  const setBy = units.flatMap(({ decided }) => decided.flatMap(({ change }) => change.setBy ?? []))
  const by = new Set(setBy.flatMap(({ name }) => name ?? []))
  const [since] = setBy.flatMap(({ at }) => at ?? []).sort()
  return [
    {
      kind,
      units: namesOf(units),
      ...(since === undefined ? {} : { since }),
      by: [...by].sort(),
      ...(detail === undefined ? {} : { detail }),
    },
  ]
}

function namesOf(units: readonly DecidedUnit[]): readonly string[] {
  return units.map(({ stock }) => stock.unit).sort()
}

async function findDrift(
  { live, ...flow }: StatusEndpoints,
  call: Call,
): Promise<{ readonly states: readonly EnvironmentState[]; readonly notes: readonly string[] }> {
  if (live === undefined) return { states: [], notes: [] }
  try {
    const report = await capture({ ...flow, live: live.endpoints }, { ...live.options, dryRun: true }, call)
    const units = report.units.filter(({ verdict }) => verdict !== 'leave')
    if (units.length === 0) return { states: [], notes: report.notes }
    const setBy = units.flatMap(({ fields }) => fields.flatMap((field) => field.setBy ?? []))
    const [since] = setBy.flatMap(({ at }) => at ?? []).sort()
    const drifted: EnvironmentState = {
      kind: 'drifted',
      units: units.map(({ unit }) => unit).sort(),
      ...(since === undefined ? {} : { since }),
      by: [...new Set(setBy.flatMap(({ name }) => name ?? []))].sort(),
    }
    return { states: [drifted], notes: report.notes }
  } catch (error) {
    // What Git and the authority say of each other does not depend on the cluster.
    if (!TidewayError.isInstance(error) || error.code === 'TIDEWAY_ABORTED') throw error
    return { states: [], notes: [`the cluster was not looked at: ${error.problem}`] }
  }
}
