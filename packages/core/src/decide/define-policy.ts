import { TidewayError } from '../errors/tideway-error.ts'
import { describeIssue, problemsOf } from '../parse/describe-issue.ts'
import type { YamlProblem } from '../parse/yaml-problem.ts'
import { findRuleProblems } from './find-rule-problems.ts'
import type { Policy } from './policy.ts'
import { type PolicyFileRule, policyFileSchema } from './policy-file.ts'
import { presets } from './presets.ts'
import { resolveRule } from './resolve-rule.ts'

/** A policy as it is written in code: the rules of a policy file, and policies in the place of file names. */
export interface PolicyDefinition {
  /** For messages and reports. */
  readonly name: string
  /** Their rules come first: presets, then the others, in order. */
  readonly extends?: readonly Policy[] | undefined
  readonly rules: readonly PolicyFileRule[]
}

/**
 * A policy written in code, checked and resolved as a policy file is.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once.
 *
 * @example
 * const policy = definePolicy({
 *   name: 'shop',
 *   extends: [mergePolicy],
 *   rules: [{ id: 'capacity', match: { path: '/spec/replicas' }, decide: { take: 'confighub' } }],
 * })
 */
export function definePolicy(definition: PolicyDefinition): Policy {
  const { name, extends: inherited = [], rules } = definition
  const parsed = policyFileSchema.safeParse({ rules }, { error: describeIssue })
  const problems = [
    ...(parsed.error?.issues.flatMap((issue) => problemsOf(issue)) ?? []),
    ...findRuleProblems(rules),
  ]
  if (problems.length > 0) throw refuse(name, problems)
  const isPreset = (policy: Policy) => presets.includes(policy)
  const ordered = [...inherited.filter(isPreset), ...inherited.filter((policy) => !isPreset(policy))]
  return { name, rules: [...ordered.flatMap((policy) => policy.rules), ...rules.map(resolveRule)] }
}

function refuse(name: string, problems: readonly YamlProblem[]): TidewayError {
  const listed = problems.map(({ path, message }) => `${name}  ${path.map(String).join('.')}: ${message}`)
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: listed.length === 1 ? listed.join() : `${listed.length} problems\n  ${listed.join('\n  ')}`,
    next: 'correct the rules that the message names',
  })
}
