import { flowsWithSide } from './flow-sides.ts'
import type { Decision, PolicyRule, RuleMatch } from './policy.ts'
import type { PolicyFileMatch, PolicyFileRule } from './policy-file.ts'

/** Resolves a rule as it is written: lists for single words, and only the flows that have the side it takes. */
export function resolveRule(rule: PolicyFileRule): PolicyRule {
  return {
    id: rule.id,
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
    enforced: rule.enforced ?? false,
    ...(rule.autoMerge === undefined ? {} : { autoMerge: rule.autoMerge }),
    match: resolveMatch(rule.match ?? {}, rule.decide),
    decision: resolveDecision(rule.decide),
  }
}

function resolveDecision(decide: PolicyFileRule['decide']): Decision {
  return typeof decide === 'string' ? { kind: decide } : { kind: 'take', side: decide.take }
}

function resolveMatch(match: PolicyFileMatch, decide: PolicyFileRule['decide']): RuleMatch {
  const { labels, ...words } = match
  const lists = Object.entries({ flow: defaultFlow(decide), ...words }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, listWords(value)]],
  )
  return {
    ...Object.fromEntries(lists),
    ...(labels === undefined
      ? {}
      : {
          labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, listWords(value)])),
        }),
  }
}

// A rule that takes Git's value and names no flow can only mean the flows that have Git for a side.
function defaultFlow(decide: PolicyFileRule['decide']): PolicyFileMatch['flow'] {
  if (typeof decide === 'string') return undefined
  const flows = flowsWithSide(decide.take)
  return flows.length === 3 ? undefined : flows
}

/** A list of what may be written as one word or as a list. */
function listWords<Word extends string>(words: Word | readonly Word[]): readonly Word[] {
  return typeof words === 'string' ? [words] : words
}
