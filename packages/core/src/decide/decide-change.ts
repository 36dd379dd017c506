import { type FieldChange, isAgreed, nameChange } from '../compare/field-change.ts'
import { createRuleMatcher, type DecisionContext } from './matches-rule.ts'
import type { Decision, Policy, PolicyRule } from './policy.ts'

/** What becomes of a field: the target takes the other side's value, keeps its own, or a person has to look. */
export type FieldVerdict = 'take' | 'leave' | 'hold' | 'block'

/** A change with the decision on it, and the rules that said so. */
export interface DecidedChange {
  readonly change: FieldChange
  readonly verdict: FieldVerdict
  /** The id of the rule that decided. */
  readonly rule: string
  readonly reason?: string | undefined
  /** The ids of the matching rules that it beat, strongest first. */
  readonly beat: readonly string[]
  /** True for what a sync takes and may merge without a person: the rule says so, and it is no conflict. */
  readonly autoMerge?: boolean | undefined
}

// Where no rule speaks, nothing is written: a policy cannot lose a value by forgetting it.
const fallback: PolicyRule = {
  id: 'no-rule',
  reason: 'no rule of the policy speaks of this change',
  enforced: true,
  match: {},
  decision: { kind: 'block' },
}

/** Decides every change of a unit that has to be decided, by the last matching rule; agreed ones are left out. */
export function decideChanges(
  policy: Policy,
  changes: readonly FieldChange[],
  context: DecisionContext,
): readonly DecidedChange[] {
  return changes.filter((change) => !isAgreed(change)).map((change) => decideChange(policy, change, context))
}

function decideChange(policy: Policy, change: FieldChange, context: DecisionContext): DecidedChange {
  // An ignored field is never written, whatever a rule says: one engine serves comparing and writing.
  if (change.kind === 'ignored') return { change, verdict: 'leave', rule: 'ignored', beat: [] }
  const matching = policy.rules.filter(createRuleMatcher(change, context)).reverse()
  const ranked = [...matching.filter((rule) => rule.enforced), ...matching.filter((rule) => !rule.enforced)]
  const [rule = fallback, ...beaten] = ranked
  const verdict = verdictOf(rule.decision, change, context)
  return requireEvidence(
    {
      change,
      verdict,
      rule: rule.id,
      reason: [change.why, rule.reason].filter((part) => part !== undefined).join('; ') || undefined,
      beat: beaten.map((other) => other.id),
      ...(mayMergeItself(rule, verdict, change, context) ? { autoMerge: true } : {}),
    },
    context,
  )
}

// A conflict is decided by the person who merges it, whatever a rule says.
function mayMergeItself(
  rule: PolicyRule,
  verdict: FieldVerdict,
  change: FieldChange,
  context: DecisionContext,
): boolean {
  return (
    rule.autoMerge === true && context.flow === 'sync' && verdict === 'take' && change.kind !== 'conflict'
  )
}

/** Holds what would delete a whole resource of which nobody knows whether both sides ever had it. */
export function requireEvidence(
  decided: DecidedChange,
  context: Pick<DecisionContext, 'target'>,
): DecidedChange {
  const { change, verdict, rule, beat } = decided
  const taken = context.target === 'left' ? change.right : change.left
  const deletes = verdict === 'take' && change.path.length === 0 && taken === undefined
  if (!deletes || change.base.kind === 'known' || change.base.existed) return decided
  return {
    change,
    verdict: 'hold',
    rule: 'no-evidence',
    reason: 'nothing is deleted without evidence that both sides once had it',
    beat: [rule, ...beat],
  }
}

function verdictOf(decision: Decision, change: FieldChange, context: DecisionContext): FieldVerdict {
  const targetLabel = context.sides[context.target]
  switch (decision.kind) {
    case 'take':
      if (decision.side === targetLabel) return 'leave'
      // A side that the flow does not have is no leave to take the other one.
      return Object.values(context.sides).includes(decision.side) ? 'take' : 'block'
    case 'merge':
      if (change.kind === 'one-side') {
        return nameChange(change, context.sides) === `${targetLabel}-only` ? 'leave' : 'take'
      }
      return change.kind === 'conflict' ? 'block' : 'leave'
    default:
      return decision.kind
  }
}
