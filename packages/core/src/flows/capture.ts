import { applyWrite } from '../apply/apply-write.ts'
import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { WriteOutcome } from '../contract/sink.ts'
import { type FreezeWindow, findFreeze } from '../decide/freeze.ts'
import { defaultManagers, type Managers } from '../decide/managers.ts'
import type { Policy } from '../decide/policy.ts'
import { documentedPolicy } from '../decide/presets.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import { derivePlannedText } from '../plan/derive-planned-text.ts'
import { type CaptureUnit, planCapture } from '../plan/plan-capture.ts'
import { readHeads } from '../read/read-heads.ts'
import { readTexts } from '../read/read-texts.ts'
import { unreadable } from '../read/unreadable.ts'
import type { FlowReport } from '../report/flow-report.ts'
import { type FlowEndpoints, requireMember, requireReadable } from './flow-endpoints.ts'
import { type HeadUnit, type LiveQuery, readLive } from './read-live.ts'
import { reportCapture } from './report-capture.ts'
import { requireConditionalSink } from './require-conditional-sink.ts'
import { saveArchive } from './save-archive.ts'
import { takeStock } from './take-stock.ts'

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
  /** The incident's id, for the record. */
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
  if (live.matched === 0) throw nothingMatched(endpoints, options)
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
  const planned = live.units.map((unit) => planCapture(unit, rules, call.sha256))
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
  const outcomes =
    options.dryRun === true || blocked
      ? new Map<string, WriteOutcome>()
      : await applyCapture(planned, endpoints.confighub, sides.confighub.source, record, options, call)
  return reportCapture(planned, live, outcomes, options)
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

async function readHeadUnits(
  confighub: Endpoint,
  options: CaptureOptions,
  call: Call,
): Promise<ReadonlyMap<string, HeadUnit>> {
  const source = requireMember(confighub, 'source')
  const heads = await readHeads(source, confighub.name, call)
  const missing = options.units?.filter((unit) => !heads.has(unit)) ?? []
  if (missing.length > 0) {
    throw new TidewayError({
      code: 'TIDEWAY_NOT_FOUND',
      message: `${confighub.name} has no unit ${missing.join(', ')}`,
      next: `use one of: ${[...heads.keys()].sort().join(', ')}`,
    })
  }
  const wanted = [...heads.values()].filter((head) => options.units?.includes(head.ref.unit) !== false)
  const texts = await readTexts(
    source,
    wanted.map((head) => head.ref),
    confighub.name,
    call,
  )
  return new Map(
    [...texts].map(([unit, { head, text }]) => {
      const read = readUnitTree(text, unit, options.normalization)
      if (read.kind === 'invalid') throw unreadable(confighub.name, `unit ${unit}`, read.error)
      return [unit, { head, text, tree: read.tree }]
    }),
  )
}

async function applyCapture(
  planned: readonly CaptureUnit[],
  confighub: Endpoint,
  source: NonNullable<Endpoint['source']>,
  record: Readonly<Record<string, string>>,
  options: CaptureOptions,
  call: Call,
): Promise<ReadonlyMap<string, WriteOutcome>> {
  const sink = requireConditionalSink(confighub, options.unconditional === true)
  const outcomes = new Map<string, WriteOutcome>()
  for (const { live, planned: plan } of planned) {
    if (plan === undefined) continue
    const { ref, expected } = plan
    if (!call.readOnly && confighub.capabilities.annotations) {
      // The record comes first, so that a crash in between loses neither: the next capture writes the data.
      for await (const noted of sink.write(
        [{ kind: 'annotate', key: live.unit, ref, expected, annotations: record }],
        call,
      )) {
        if (noted.kind !== 'written' && noted.kind !== 'unchanged') outcomes.set(live.unit, noted)
      }
    }
    if (outcomes.has(live.unit)) continue
    const text = derivePlannedText(plan, { source: '', target: live.headText }, call.sha256)
    const outcome = await applyWrite({ source, sink }, plan, text, call)
    outcomes.set(live.unit, outcome)
    call.onProgress({
      kind: 'unit-written',
      unit: live.unit,
      outcome: outcome.kind,
      revision: outcome.revision,
    })
  }
  return outcomes
}

function nothingMatched(endpoints: CaptureEndpoints, options: CaptureOptions): TidewayError {
  const places = endpoints.live.map((endpoint) => endpoint.resources?.place ?? endpoint.name).join(' and ')
  const what = options.labelSelector === undefined ? 'of the units' : `matched label ${options.labelSelector}`
  return new TidewayError({
    code: 'TIDEWAY_NO_RESOURCES',
    message: `no resource ${what} in ${places}`,
    next: 'check the label, pass --namespace, or choose another context (kubectl config get-contexts)',
  })
}
