import type { DecidedChange } from '../decide/decide-change.ts'
import { flowSides } from '../decide/flow-sides.ts'
import type { Policy } from '../decide/policy.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import { formatPath } from '../model/field-path.ts'
import { isJsonObject, type Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import { formatUnit } from '../parse/format-unit.ts'
import type { CaseResult, CaseUnitResult } from './case-unit-result.ts'
import { type CaseLabels, compareRun, compareUnitResult } from './compare-case.ts'
import { type DecidedCaseUnit, decideCase } from './decide-case.ts'
import type { CaseExpectation, CaseUnit, ExpectedDecision, PolicyCase } from './policy-case.ts'
import { readCaseState, writeCaseSide } from './policy-case-tree.ts'

/** What was decided of a case, and where that is not what was expected. */
export interface PolicyCaseResult {
  readonly case: PolicyCase
  /** The gravest of its units'. */
  readonly verdict: UnitVerdict
  /** One, or those that the case names, in its order. */
  readonly units: readonly CaseUnitResult[]
  /** The units that are written, in this order. */
  readonly order: readonly string[]
  /** Lines for people; empty where the case holds. */
  readonly differences: readonly string[]
}

/** Decides one case under a policy, with nothing but what it says. Throws where a side is no Kubernetes YAML. */
export function runPolicyCase(
  policy: Policy,
  item: PolicyCase,
  readSide: (file: string) => string,
): PolicyCaseResult {
  const wanted: Readonly<Record<string, CaseUnit>> = item.units ?? { [item.context?.unit ?? 'unit']: item }
  const planned = decideCase(policy, item, wanted, readSide)
  const found = Object.entries(wanted).flatMap(([name, unit]) =>
    planned
      .filter(({ stock }) => stock.unit === name)
      .map((decided) => ({ unit, decided, result: describeUnit(item, unit.expect, decided) })),
  )
  const verdict = gravest(found.map(({ result }) => result.verdict))
  const order = planned.filter((unit) => unit.verdict === 'write').map(({ stock }) => stock.unit)
  const readResult = ({ result }: CaseExpectation) =>
    result === undefined
      ? undefined
      : readCaseState(result, item.resource, readSide, `${item.name}: result`).tree
  return {
    case: item,
    verdict,
    units: found.map(({ result }) => result),
    order,
    differences: [
      ...(item.units === undefined ? [] : compareRun(item.expect, verdict, order)),
      ...found.flatMap(({ unit, decided, result }) =>
        compareUnitResult(unit.expect, decided, result, labelsOf(item), readResult(unit.expect)).map(
          (line) => (item.units === undefined ? line : `${result.unit}: ${line}`),
        ),
      ),
    ],
  }
}

function labelsOf({ flow }: PolicyCase): CaseLabels {
  const [left = '', right = ''] = flowSides[flow]
  return flow === 'sync' ? { target: left, source: right } : { target: right, source: left }
}

function gravest(verdicts: readonly UnitVerdict[]): UnitVerdict {
  return (['block', 'hold', 'write'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'leave'
}

function describeUnit(
  item: PolicyCase,
  { decisions: expected }: CaseExpectation,
  unit: DecidedCaseUnit,
): CaseUnitResult {
  const { stock, decided, verdict } = unit
  const resources = [stock.gitTree, stock.headTree].flatMap((tree) => Object.keys(tree))
  const isSingle = new Set([...resources, ...decided.map(({ change }) => change.resource)]).size <= 1
  const decisions = Object.fromEntries(
    decided.map((one) => {
      const pointer = formatPath(one.change.path)
      return [isSingle ? pointer : `${one.change.resource}#${pointer}`, one]
    }),
  )
  const { source } = labelsOf(item)
  const written = Object.entries(decisions).map(([key, one]) => [
    key,
    describeDecision(one, source, expected?.[key]),
  ])
  return {
    unit: stock.unit,
    verdict,
    decisions,
    decided: Object.fromEntries(written),
    result: applyDecided(item, unit),
  }
}

function applyDecided(
  { flow, resource }: PolicyCase,
  { stock, decided, verdict }: DecidedCaseUnit,
): CaseResult {
  let tree: Tree = flow === 'sync' ? stock.gitTree : stock.headTree
  for (const { change, verdict: taken } of verdict === 'write' ? decided : []) {
    const value = flow === 'sync' ? change.right : change.left
    if (taken === 'take') tree = setField(tree, [change.resource, ...change.path], value)
  }
  const resources = Object.values(isJsonObject(tree) ? tree : {}).filter(isJsonObject)
  return {
    tree,
    text: formatUnit(resources),
    side: writeCaseSide(resources, resource),
  }
}

function describeDecision(
  { verdict, rule, autoMerge = false }: DecidedChange,
  source: string,
  expected: ExpectedDecision | undefined,
): ExpectedDecision {
  return {
    ...(verdict === 'take' ? { take: source } : { decide: verdict }),
    rule,
    ...(autoMerge || expected?.autoMerge !== undefined ? { autoMerge } : {}),
  }
}
