import { refuseReadOnly } from '../../apply/refuse-read-only.ts'
import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { type FreezeWindow, findFreeze } from '../../decide/freeze.ts'
import { defaultManagers, type Managers } from '../../decide/managers.ts'
import type { Policy } from '../../decide/policy.ts'
import { documentedPolicy } from '../../decide/presets.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import type { LiveUnit } from '../../plan/live-unit.ts'
import { planCapture } from '../../plan/plan-capture.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { type FlowEndpoints, requireReadable } from '../flow-endpoints.ts'
import { requireConditionalSink } from '../require-conditional-sink.ts'
import { saveArchive } from '../save-archive.ts'
import { takeStock } from '../stock/take-stock.ts'
import { readHeadUnits } from '../units/read-head-units.ts'
import { applyCapture, clearMarks } from './apply-capture.ts'
import { explainNoResources } from './explain-no-resources.ts'
import { listKinds } from './list-kinds.ts'
import { predictDefaults } from './predict-defaults.ts'
import { type LiveQuery, readLive } from './read-live.ts'
import { reportCapture } from './report-capture.ts'

/** The endpoints of a capture: those of the other flows, and one or more clusters. */
export interface CaptureEndpoints extends FlowEndpoints {
  readonly live: readonly Endpoint[]
}

/** How a capture is to go. */
export interface CaptureOptions extends LiveQuery {
  /** The environment's name, for policies and reports. */
  readonly environment: string
  /** Default: `documentedPolicy`. */
  readonly policy?: Policy | undefined
  /** Only these units; one that does not exist is an error. Default: all. */
  readonly units?: readonly string[] | undefined
  /** What kind of capture this is, for the record. Default: `drift-capture`. */
  readonly tag?: string | undefined
  /** The incident's id, for the record. Default: none. */
  readonly incident?: string | undefined
  /** Field managers that are no persons. Default: `defaultManagers`. */
  readonly managers?: Managers | undefined
  /** Take ConfigHub's head for what was delivered where nobody knows. Default: false. */
  readonly assumeApplied?: boolean | undefined
  /**
   * `atProvider`: where what a Crossplane provider observes outside of the cluster contradicts what it was told, the
   * observed value counts as live. Default: it does not.
   */
  readonly crossplane?: 'atProvider' | undefined
  /** Times in which nothing is written. Default: none. */
  readonly freeze?: readonly FreezeWindow[] | undefined
  /** What counts as equal. Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
  /** Write although the authority offers no condition for a write. Default: false. */
  readonly unconditional?: boolean | undefined
  /** Whether the values of Secrets are captured. Default: `refuse`. */
  readonly secrets?: 'refuse' | 'carry' | undefined
  /** Say what would be captured, and write nothing. Default: false. */
  readonly dryRun?: boolean | undefined
}

/**
 * Brings what drifted in the cluster to the authority: only the fields that a person changed there, with a
 * record of when and why on the unit. What the authority has changed meanwhile stays.
 *
 * Throws `TIDEWAY_NO_RESOURCES` where nothing in the cluster matched.
 *
 * @example
 * await capture({ git, confighub, archive, live: [cluster] },
 *   { environment: 'prod', tag: 'break-glass', incident: 'INC-123', labelSelector: 'app=shop' }, call)
 */
export async function capture(
  endpoints: CaptureEndpoints,
  options: CaptureOptions,
  call: Call,
): Promise<FlowReport> {
  const sides = requireReadable(endpoints)
  if (options.dryRun !== true && !call.readOnly) await settle(endpoints, options, call)
  const units = await readHeadUnits(endpoints.confighub, options, call)
  const live = await readLive(endpoints.live, units, endpoints.confighub.history, options, call)
  if (live.matched === 0 && !live.partial) {
    const kinds = listKinds([...units.values()].flatMap(({ tree }) => Object.keys(tree)))
    throw await explainNoResources(endpoints.live, kinds, options, call)
  }
  const at = new Date(call.now()).toISOString()
  const tag = options.tag ?? 'drift-capture'
  const incident = options.incident === undefined ? '' : ` (${options.incident})`
  const rules = {
    environment: options.environment,
    policy: options.policy ?? documentedPolicy,
    managers: options.managers ?? defaultManagers,
    assumeApplied: options.assumeApplied === true,
    crossplane: options.crossplane,
    tag,
    frozen: findFreeze(options.freeze ?? [], call.now()),
    secrets: options.secrets ?? ('refuse' as const),
    normalization: options.normalization,
    description: `${tag}${incident}: Captured live state at ${at}`,
  }
  const plan = (unit: LiveUnit) => planCapture(unit, rules, call.sha256)
  const first = live.units.map(plan)
  const predicted = await predictDefaults(first, endpoints.live, call)
  const planned = first.map((unit) => {
    const known = predicted.get(unit.live.unit)
    return known === undefined ? unit : plan(known)
  })
  for (const {
    live: { unit },
    verdict,
  } of planned)
    call.onProgress({ kind: 'unit-decided', unit, verdict })
  const blocked = planned.some((unit) => unit.verdict === 'block')
  const record = {
    'drift-capture/timestamp': at,
    'drift-capture/tag': tag,
    'drift-capture/source': 'kubernetes-live',
    ...(options.incident === undefined ? {} : { 'drift-capture/incident': options.incident }),
  }
  if (options.dryRun === true || blocked) return reportCapture(planned, live, new Map(), options)
  const writes = planned.filter((unit) => unit.planned !== undefined).length
  if (writes > 0) refuseReadOnly(call, `a capture of ${options.environment} would write ${writes} units`)
  const store = {
    source: sides.confighub.source,
    sink: requireConditionalSink(endpoints.confighub, options.unconditional === true),
    annotations: endpoints.confighub.capabilities.annotations,
  }
  const outcomes = await applyCapture(planned, store, record, call)
  const others = [...units.values()].map(({ head }) => head).filter(({ ref }) => !outcomes.has(ref.unit))
  const cleared = call.readOnly ? [] : await clearMarks(others, store.sink, call)
  return reportCapture(planned, { ...live, notes: [...live.notes, ...cleared] }, outcomes, options)
}

// What Git and the authority agree on now is agreed before the capture changes the authority.
async function settle(endpoints: CaptureEndpoints, options: CaptureOptions, call: Call): Promise<void> {
  const sides = requireReadable(endpoints)
  const taken = await takeStock(
    sides,
    { proposals: endpoints.git.proposals, normalization: options.normalization },
    call,
  )
  if (taken.kind === 'outdated' || !taken.stock.settled) return
  const message = `capture ${taken.stock.commit.id.slice(0, 12)}: settled`
  await saveArchive(sides.archive, taken.stock.state, taken.stock.token, message, call)
}
