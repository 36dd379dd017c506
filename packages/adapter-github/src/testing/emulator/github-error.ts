/** One entry of `errors` in an answer that refuses a request. */
export type GitHubErrorDetail = {
  readonly resource?: string
  readonly field?: string
  readonly code?: string
  readonly message?: string
}

/** A refusal in GitHub's own shape: `{message, errors?, documentation_url}` with an HTTP status. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number
  readonly errors: readonly GitHubErrorDetail[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    errors?: readonly GitHubErrorDetail[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}
