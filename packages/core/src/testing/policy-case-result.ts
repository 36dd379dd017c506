import { attributeChanges } from '../compare/attribute-changes.ts'
import { knownBase, unknownBase } from '../compare/base-tree.ts'
import { compareUnit } from '../compare/compare-unit.ts'
import type { Attribution, FieldChange } from '../compare/field-change.ts'
import { summarizeUnitChange } from '../compare/unit-change.ts'
import { type DecidedChange, decideChanges } from '../decide/decide-change.ts'
import { flowSides } from '../decide/flow-sides.ts'
import { findFreeze, freezeChanges } from '../decide/freeze.ts'
import type { Policy } from '../decide/policy.ts'
import { judgeUnit, type UnitVerdict } from '../decide/unit-verdict.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { formatPath } from '../model/field-path.ts'
import type { Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import { readLabels } from '../plan/unit-facts.ts'
import type { CaseAuthor, ExpectedDecision, PolicyCase } from './policy-case.ts'
import { readCaseTree } from './policy-case-tree.ts'

/** What was decided of a case, and where that is not what was expected. */
export interface PolicyCaseResult {
  readonly case: PolicyCase
  readonly verdict: UnitVerdict
  /** By the keys of the case's expectations. */
  readonly decisions: Readonly<Record<string, DecidedChange>>
  /** What is decided, written as an expectation. */
  readonly decided: Readonly<Record<string, ExpectedDecision>>
  /** Lines for people; empty where the case holds. */
  readonly differences: readonly string[]
}

/** Decides one case under a policy, with nothing but what it says. Throws where a side is no Kubernetes YAML. */
export function runPolicyCase(
  policy: Policy,
  item: PolicyCase,
  readSide: (file: string) => string,
): PolicyCaseResult {
  const { context = {}, flow } = item
  const [left = '', right = ''] = flowSides[flow]
  const tree = (label: 'base' | 'git' | 'confighub' | 'live') =>
    readCaseTree(item[label], item.resource, readSide, `${item.name}: ${label}`)
  const leftTree = tree(flow === 'capture' ? 'live' : 'git')
  const rightTree = tree('confighub')
  const base = context.base === 'unknown' ? unknownBase : knownBase(tree('base'))
  const compared = compareUnit(base, leftTree, rightTree, {})
  const changes =
    flow === 'capture'
      ? compared.map((change) => attributeLive(change, context.live))
      : attributeChanges(compared, trailOf(context.confighub, base.value, rightTree), []).map((change) =>
          change.setBy === undefined ? change : { ...change, setBy: attributionOf(context.confighub) },
        )
  const target = flow === 'sync' ? 'left' : 'right'
  const byPolicy = decideChanges(policy, changes, {
    flow,
    environment: context.env ?? 'prod',
    unit: context.unit ?? 'unit',
    unitChange: summarizeUnitChange(changes),
    sides: { left, right },
    target,
    labelsOf: readLabels(rightTree, leftTree),
    ...(flow === 'capture' ? { tag: context.live?.tag } : {}),
  })
  const frozen =
    flow === 'sync' || context.now === undefined
      ? undefined
      : findFreeze(context.freeze ?? [], Date.parse(context.now))
  const decided = freezeChanges(byPolicy, frozen)
  const verdict = judgeUnit(decided)
  const isSingle =
    new Set([...Object.keys(leftTree), ...Object.keys(rightTree), ...decided.map((d) => d.change.resource)])
      .size <= 1
  const decisions = Object.fromEntries(
    decided.map((one) => {
      const pointer = formatPath(one.change.path)
      return [isSingle ? pointer : `${one.change.resource}#${pointer}`, one]
    }),
  )
  const labels = { target: target === 'left' ? left : right, source: target === 'left' ? right : left }
  return {
    case: item,
    verdict,
    decisions,
    decided: Object.fromEntries(
      Object.entries(decisions).map(([key, one]) => [key, describeDecision(one, labels.source)]),
    ),
    differences: [
      ...(verdict === item.expect.verdict
        ? []
        : [`verdict: expected ${item.expect.verdict}, got ${verdict}${explainVerdict(verdict, decisions)}`]),
      ...Object.entries(item.expect.decisions ?? {}).flatMap(([key, expected]) =>
        compareDecision(key, expected, decisions[key], labels),
      ),
      ...compareResult(item, target === 'left' ? leftTree : rightTree, decided, verdict, readSide),
    ],
  }
}

function attributionOf(author: CaseAuthor | undefined): Attribution {
  return { kind: author?.kind ?? 'person', id: author?.id, name: author?.by, tag: author?.tag }
}

function trailOf(author: CaseAuthor | undefined, base: Tree, after: ReturnType<typeof readCaseTree>) {
  const revision = { revision: 'head', author: attributionOf(author), description: '', digest: '' }
  const before = typeof base === 'object' && base !== null && !Array.isArray(base) ? base : {}
  return {
    steps: [{ revision, before: before as ReturnType<typeof readCaseTree>, after }],
    reach: 'beginning' as const,
  }
}

// A field that no person set in the cluster is delivered or filled in, not drifted.
function attributeLive(change: FieldChange, author: CaseAuthor | undefined): FieldChange {
  if (change.kind !== 'conflict' && !(change.kind === 'one-side' && change.side === 'left')) return change
  if (author?.kind === 'automation') return { ...change, kind: 'unowned' }
  return { ...change, setBy: attributionOf(author) }
}

function describeDecision(one: DecidedChange, source: string): ExpectedDecision {
  return one.verdict === 'take' ? { take: source, rule: one.rule } : { decide: one.verdict, rule: one.rule }
}

function compareDecision(
  key: string,
  expected: ExpectedDecision,
  one: DecidedChange | undefined,
  labels: { readonly target: string; readonly source: string },
): readonly string[] {
  const shown = key === '' ? '(the resource)' : key
  if (one === undefined) return [`${shown}: expected ${wordsOf(expected)}, but nothing was to decide there`]
  const wanted =
    expected.take === undefined ? expected.decide : expected.take === labels.target ? 'leave' : 'take'
  const isMet =
    (wanted === undefined || wanted === one.verdict) &&
    (expected.rule === undefined || expected.rule === one.rule)
  if (isMet) return []
  return [`${shown}: expected ${wordsOf(expected)}`, `${shown}: got      ${describeOne(one, labels)}`]
}

function wordsOf({ take, decide, rule }: ExpectedDecision): string {
  const what = take === undefined ? decide : `take ${take}`
  return [what, rule === undefined ? undefined : `by ${rule}`].filter((part) => part !== undefined).join(' ')
}

function describeOne(
  one: DecidedChange,
  labels: { readonly target: string; readonly source: string },
): string {
  const what =
    one.verdict === 'take'
      ? `take ${labels.source}`
      : one.verdict === 'leave'
        ? `take ${labels.target} (leave)`
        : one.verdict
  const reason = one.reason === undefined ? '' : ` (${one.reason})`
  const beaten = one.beat.length === 0 ? '' : `; it beat ${one.beat.join(', ')}`
  return `${what} by ${one.rule}${reason}${beaten}`
}

function explainVerdict(verdict: UnitVerdict, decisions: Readonly<Record<string, DecidedChange>>): string {
  const wanted = verdict === 'write' ? 'take' : verdict
  const because = Object.entries(decisions).filter(([, one]) => one.verdict === wanted)
  return because.length === 0
    ? ''
    : `: ${because.map(([key, one]) => `${key === '' ? '(the resource)' : key} by ${one.rule}`).join(', ')}`
}

function compareResult(
  item: PolicyCase,
  target: ReturnType<typeof readCaseTree>,
  decided: readonly DecidedChange[],
  verdict: UnitVerdict,
  readSide: (file: string) => string,
): readonly string[] {
  if (item.expect.result === undefined) return []
  const expected = readCaseTree(item.expect.result, item.resource, readSide, `${item.name}: result`)
  let got: Tree = target
  for (const { change, verdict: taken } of verdict === 'write' ? decided : []) {
    const value = item.flow === 'sync' ? change.right : change.left
    if (taken === 'take') got = setField(got, [change.resource, ...change.path], value)
  }
  if (deepEqual(got, expected)) return []
  const readable = (value: Tree) =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  return [`result: expected ${readable(expected)}`, `result: got      ${readable(got)}`]
}
