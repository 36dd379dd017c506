import type { WriteOutcome } from '../../contract/sink.ts'
import { type Normalization, standardNormalization } from '../../normalize/normalization.ts'
import { type CaptureUnit, liveAndConfigHub } from '../../plan/plan-capture.ts'
import { countOf } from '../../report/count-of.ts'
import type { FlowOutcome, FlowReport } from '../../report/flow-report.ts'
import { reportField, reportOutcome } from '../../report/report-unit.ts'
import type { LiveState } from './read-live.ts'

/** Reports a capture. */
export function reportCapture(
  planned: readonly CaptureUnit[],
  live: LiveState,
  outcomes: ReadonlyMap<string, WriteOutcome>,
  options: {
    readonly environment: string
    readonly dryRun?: boolean | undefined
    readonly normalization?: Normalization | undefined
  },
): FlowReport {
  const dryRun = options.dryRun === true
  const units = planned
    .filter((unit) => unit.decided.some((item) => item.verdict !== 'leave'))
    .map((unit) => {
      const outcome = outcomes.get(unit.live.unit)
      return {
        unit: unit.live.unit,
        unitChange: unit.unitChange,
        verdict: unit.verdict,
        fields: unit.decided.map((item) => reportField(item, liveAndConfigHub)),
        ...(unit.obstacle === undefined ? {} : { obstacle: unit.obstacle.message }),
        ...reportOutcome(outcome),
      }
    })
  const undecidable = planned.flatMap((unit) => unit.undecidable)
  const outcome = outcomeOf(planned, [...outcomes.values()], live, undecidable.length > 0)
  return {
    flow: 'capture',
    environment: options.environment,
    sides: liveAndConfigHub,
    outcome,
    dryRun,
    summary:
      summarize(planned, [...outcomes.values()], outcome, dryRun) +
      (live.partial ? ', but not everything could be read' : ''),
    units,
    unitCount: planned.length,
    rules: (options.normalization ?? standardNormalization).version,
    syncDue: [...outcomes].filter(([, written]) => written.kind === 'written').map(([unit]) => unit),
    overwritten: [],
    notes: [
      ...live.notes,
      ...undecidable.map(
        (resource) =>
          `${resource} differs, and neither the revision it was delivered from nor its field managers are ` +
          'known: not captured; --assume-applied takes ConfigHub’s head for what was delivered',
      ),
    ],
  }
}

function outcomeOf(
  planned: readonly CaptureUnit[],
  outcomes: readonly WriteOutcome[],
  live: LiveState,
  undecidable: boolean,
): FlowOutcome {
  if (planned.some((unit) => unit.verdict === 'block')) return 'blocked'
  if (outcomes.some((outcome) => outcome.kind === 'lost-race')) return 'lost-race'
  if (outcomes.some((outcome) => outcome.kind !== 'written' && outcome.kind !== 'unchanged')) return 'failed'
  if (live.partial || undecidable || planned.some((unit) => unit.verdict === 'hold')) return 'held'
  return planned.some((unit) => unit.verdict === 'write') ? 'done' : 'nothing-to-do'
}

function summarize(
  planned: readonly CaptureUnit[],
  outcomes: readonly WriteOutcome[],
  outcome: FlowOutcome,
  dryRun: boolean,
): string {
  const fields = planned.flatMap((unit) =>
    unit.verdict === 'write' ? unit.decided.filter((item) => item.verdict === 'take') : [],
  ).length
  const written = outcomes.filter((item) => item.kind === 'written').length
  if (outcome === 'blocked') {
    const names = planned.filter((unit) => unit.verdict === 'block').map((unit) => unit.live.unit)
    return `blocked by ${names.join(', ')}, nothing written`
  }
  if (outcome === 'lost-race') return `units changed meanwhile, ${written} captured; run again`
  if (outcome === 'failed') return `stopped after ${countOf(written, 'unit')}; running again does the rest`
  if (fields === 0) return 'nothing drifted'
  return dryRun
    ? `${countOf(fields, 'field')} would be captured`
    : `captured ${countOf(fields, 'field')} in ${countOf(written, 'unit')}`
}
