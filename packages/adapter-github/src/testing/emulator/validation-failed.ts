import { GitHubError, type GitHubErrorDetail } from './github-error.ts'

/** The 422 "Validation Failed" with which GitHub refuses what is well formed but cannot be done. */
export const validationFailed = (detail: GitHubErrorDetail): GitHubError =>
  new GitHubError(422, 'Validation Failed', [detail])
