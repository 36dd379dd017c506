import type { DecidedChange } from '../decide/decide-change.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { Tree } from '../model/json.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { CaseUnitResult } from './case-unit-result.ts'
import type { DecidedCaseUnit } from './decide-case.ts'
import type { CaseExpectation, ExpectedDecision, PolicyCase } from './policy-case.ts'

/** The side that a flow writes, and the one that it reads from. */
export interface CaseLabels {
  readonly target: string
  readonly source: string
}

/** Lines for what became of a case of several units as a whole otherwise than expected. */
export function compareRun(
  expected: PolicyCase['expect'],
  verdict: UnitVerdict,
  order: readonly string[],
): readonly string[] {
  return [
    ...(verdict === expected.verdict
      ? []
      : [`verdict of the run: expected ${expected.verdict}, got ${verdict}`]),
    ...(expected.order === undefined || deepEqual([...order], [...expected.order])
      ? []
      : [`order: expected ${expected.order.join(', ')}, got ${order.join(', ') || 'nothing written'}`]),
  ]
}

/** Lines for what became of a unit otherwise than expected; `wanted` is what its target should hold, where that is said. */
export function compareUnitResult(
  expected: CaseExpectation,
  { obstacle }: DecidedCaseUnit,
  { verdict, decisions, result }: CaseUnitResult,
  labels: CaseLabels,
  wanted: UnitTree | undefined,
): readonly string[] {
  const why = obstacle === undefined ? explainVerdict(verdict, decisions) : `: ${obstacle.message}`
  return [
    ...(verdict === expected.verdict ? [] : [`verdict: expected ${expected.verdict}, got ${verdict}${why}`]),
    ...Object.entries(expected.decisions ?? {}).flatMap(([key, decision]) =>
      compareDecision(key, decision, decisions[key], labels),
    ),
    ...(wanted === undefined || deepEqual(result.tree, wanted)
      ? []
      : [`result: expected ${readable(wanted)}`, `result: got      ${readable(result.tree)}`]),
  ]
}

function compareDecision(
  key: string,
  expected: ExpectedDecision,
  one: DecidedChange | undefined,
  labels: CaseLabels,
): readonly string[] {
  const shown = key === '' ? '(the resource)' : key
  if (one === undefined) return [`${shown}: expected ${wordsOf(expected)}, but nothing was to decide there`]
  const wanted =
    expected.take === undefined ? expected.decide : expected.take === labels.target ? 'leave' : 'take'
  const isMet =
    (wanted === undefined || wanted === one.verdict) &&
    (expected.rule === undefined || expected.rule === one.rule) &&
    (expected.autoMerge === undefined || expected.autoMerge === (one.autoMerge === true))
  if (isMet) return []
  const got = describeOne(one, labels, expected.autoMerge !== undefined)
  return [`${shown}: expected ${wordsOf(expected)}`, `${shown}: got      ${got}`]
}

function wordsOf({ take, decide, rule, autoMerge }: ExpectedDecision): string {
  const what = take === undefined ? decide : `take ${take}`
  const by = rule === undefined ? undefined : `by ${rule}`
  const alone = autoMerge === undefined ? undefined : `with autoMerge: ${autoMerge}`
  return [what, by, alone].filter((part) => part !== undefined).join(' ')
}

function describeOne(one: DecidedChange, labels: CaseLabels, withAutoMerge: boolean): string {
  const what =
    one.verdict === 'take'
      ? `take ${labels.source}`
      : one.verdict === 'leave'
        ? `take ${labels.target} (leave)`
        : one.verdict
  const alone = withAutoMerge ? ` with autoMerge: ${one.autoMerge === true}` : ''
  const reason = one.reason === undefined ? '' : ` (${one.reason})`
  const beaten = one.beat.length === 0 ? '' : `; it beat ${one.beat.join(', ')}`
  return `${what} by ${one.rule}${alone}${reason}${beaten}`
}

function explainVerdict(verdict: UnitVerdict, decisions: Readonly<Record<string, DecidedChange>>): string {
  const wanted = verdict === 'write' ? 'take' : verdict
  const because = Object.entries(decisions).filter(([, one]) => one.verdict === wanted)
  return because.length === 0
    ? ''
    : `: ${because.map(([key, one]) => `${key === '' ? '(the resource)' : key} by ${one.rule}`).join(', ')}`
}

function readable(value: Tree): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}
