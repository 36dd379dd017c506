import type { Variables } from '../project/variables.ts'

// GitHub Actions, GitLab CI, Bitbucket Pipelines, Buildkite; set in runs for a pull request only.
const names = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'BUILDKITE_PULL_REQUEST_BASE_BRANCH',
]

/** The branch, as `origin` has it, that a pull request is to be merged into, where a CI runs for one. */
export function findPullRequestBase(variables: Variables): string | undefined {
  const branch = names.map((name) => variables[name]).find((value) => value !== undefined && value !== '')
  return branch === undefined ? undefined : `refs/remotes/origin/${branch}`
}
