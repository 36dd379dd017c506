import { AdapterError } from '@tideway/core'
import { environmentName } from './environment-name.ts'

// No name holds it.
const separator = '--'

/** The branch of a group beside that of its environment. Throws an `AdapterError` for what cannot name a branch. */
export function nameGroupBranch(branch: string, group: string, endpoint: string): string {
  if (environmentName.safeParse(group).success) return groupPrefix(branch) + group
  throw new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `the group ${JSON.stringify(group)} cannot name a branch`,
    next: 'group by something that holds letters, digits and . _ - only, and no --',
  })
}

/** How the branches of an environment's groups begin. */
export function groupPrefix(branch: string): string {
  return branch + separator
}

/** The groups whose branches are among these, in order. */
export function readGroups(branch: string, branches: readonly string[]): readonly string[] {
  const prefix = groupPrefix(branch)
  return branches
    .filter((one) => one.startsWith(prefix))
    .map((one) => one.slice(prefix.length))
    .filter((name) => environmentName.safeParse(name).success)
    .sort()
}

/** True for the branch of an environment, and for those of its groups. */
export function isEnvironmentBranch(branch: string, other: string): boolean {
  return other === branch || other.startsWith(groupPrefix(branch))
}
