import { GitHubError } from './github-error.ts'
import type { Account, World } from './world.ts'

/** Counts requests per account in windows of one hour. */
export type RateLimiter = {
  /** Throws the 403 of somebody whose requests are used up. */
  check(account: Account | undefined): void
  /** Counts one answer (but for a 304, which is free) and returns the headers that report the count. */
  count(account: Account | undefined, resource: string, status: number): Readonly<Record<string, string>>
}

type Window = { used: number; readonly reset: number }

const hourSeconds = 3600

export const createRateLimiter = (world: World): RateLimiter => {
  const windows = new Map<string, Window>()
  const limit = world.limits.requests
  const seconds = () => Math.floor(Date.parse(world.now()) / 1000)

  const find = (account: Account | undefined): Window => {
    const key = account?.login ?? ''
    const known = windows.get(key)
    // The clock is read only where it matters, so that requests do not move a clock that ticks by reading.
    if (known !== undefined && (known.used < limit || known.reset > seconds())) return known
    const started = { used: 0, reset: seconds() + hourSeconds }
    windows.set(key, started)
    return started
  }

  const headers = (window: Window, resource: string) => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
    'x-ratelimit-used': String(window.used),
    'x-ratelimit-reset': String(window.reset),
    'x-ratelimit-resource': resource,
  })

  return {
    check: (account) => {
      const window = find(account)
      if (window.used < limit) return
      const who = account === undefined ? '127.0.0.1' : `user ID ${account.login}`
      throw new GitHubError(403, `API rate limit exceeded for ${who}.`, undefined, headers(window, 'core'))
    },
    count: (account, resource, status) => {
      const window = windows.get(account?.login ?? '') ?? find(account)
      if (status !== 304 && window.used < limit) window.used += 1
      return headers(window, resource)
    },
  }
}
