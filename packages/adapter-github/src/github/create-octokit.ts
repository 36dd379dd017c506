import { Octokit } from '@octokit/core'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type { GitHubClient } from './github-options.ts'

const PatientOctokit = Octokit.plugin(throttling, retry)

// Waiting longer than this is for the scheduler of the run, which is told when to come back.
const longestWaitSeconds = 60
const mostRetries = 2

const isWorthWaiting = (seconds: number, _options: unknown, _octokit: unknown, retries: number): boolean =>
  seconds <= longestWaitSeconds && retries < mostRetries

// Octokit would write to the console, which belongs to the program.
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Makes the client: with GitHub's pauses between writes and a few retries, or bare. */
export function createOctokit(options: {
  /** As Octokit takes it; empty for none. */
  readonly credential: { readonly auth?: unknown; readonly authStrategy?: unknown }
  readonly baseUrl: string
  readonly throttle: boolean
  /** How long a second is that GitHub asks to wait, in milliseconds. Default: 1000. */
  readonly secondMs?: number | undefined
}): GitHubClient {
  const { secondMs: retryAfterBaseValue = 1000 } = options
  const { credential, baseUrl } = options
  const common = {
    baseUrl,
    log: silent,
    userAgent: 'tideway',
    ...credential,
  }
  if (!options.throttle) return new Octokit(common)
  return new PatientOctokit({
    ...common,
    retry: { retryAfterBaseValue },
    throttle: { onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting, retryAfterBaseValue },
  })
}
