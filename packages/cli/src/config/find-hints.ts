import type { Policy } from '@tideway/core'
import type { EnvironmentConfig } from './project-config.ts'

/** What is said in one of an environment's files and needs a word in another one: not wrong, but without effect. */
export function findHints(environment: EnvironmentConfig, policy: Policy): readonly string[] {
  const { autoMerge, policy: file } = environment
  const rules = policy.rules.filter((rule) => rule.autoMerge === true).map(({ id }) => id)
  if (rules.length > 0 && autoMerge === undefined) {
    return [
      `policy ${file} lets pull requests merge themselves (autoMerge: ${rules.join(', ')}), and github.autoMerge does not say how: people merge them`,
    ]
  }
  if (rules.length === 0 && autoMerge !== undefined) {
    return [
      `github.autoMerge is ${autoMerge}, and no rule of policy ${file} has autoMerge: people merge the pull requests of this environment`,
    ]
  }
  return []
}
