import { GitHubError } from '../github-error.ts'
import type { World } from '../world.ts'

/** What the owner of a repository has forbidden. */
export type RepositoryRules = {
  /** True once the repository is archived. */
  archived: boolean
  /** Beginnings of full ref names that nobody may write. */
  readonly protectedRefs: string[]
  /** Whether pull requests may be told to merge themselves. */
  allowAutoMerge: boolean
  /** Contexts of statuses without which nothing is merged, into whatever branch. */
  requiredChecks: readonly string[]
}

/** Throws the refusal of any write to an archived repository. */
export const requireUnarchived = ({ rules }: { readonly rules: RepositoryRules }): void => {
  if (rules.archived) throw new GitHubError(403, 'Repository was archived so is read-only.')
}

/**
 * Throws the refusal of a write to a protected ref. GitHub words it in two ways: that of rulesets, and, for
 * branches that a pattern protects, one that tells nothing (github/rest-api-description#4887).
 */
export const requireUnprotected = (
  { rules, world }: { readonly rules: RepositoryRules; readonly world: World },
  name: string,
): void => {
  if (!rules.protectedRefs.some((start) => name.startsWith(start))) return
  throw new GitHubError(
    422,
    world.beliefs.protectedRef === 'silent'
      ? 'Reference update failed'
      : 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
  )
}
