import { fullCapabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { ReviewCheck } from '../contract/reviews.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { checkAborted } from './check-aborted.ts'
import { checkWritable } from './check-writable.ts'

/** One pull request in memory, whose id is `1`, and what is said on it. */
export interface MemoryReviews extends Endpoint {
  readonly reviews: NonNullable<Endpoint['reviews']>
  /** Adds a commit, which has no checks yet. */
  push(): void
  said(): { readonly comments: readonly string[]; readonly checks: readonly ReviewCheck[] }
}

/** Keeps comments and checks of one pull request in memory. */
export function createMemoryReviews(): MemoryReviews {
  const name = 'memory:reviews'
  const comments = new Map<string, string>()
  const checks = new Map<string, ReviewCheck>()
  const requirePull = (id: string) => {
    if (id === '1') return
    const message = `there is no pull request ${JSON.stringify(id)}`
    throw new AdapterError({ kind: 'not-found', endpoint: name, message, next: 'pass 1' })
  }
  return {
    specVersion: 1,
    name,
    capabilities: fullCapabilities,
    reviews: {
      async comment(pull, topic, text, call) {
        checkAborted(call, name)
        requirePull(pull)
        const before = comments.get(topic)
        const url = `memory:comment/${topic}`
        if (before === text) return { kind: 'unchanged', url }
        checkWritable(call, name)
        comments.set(topic, text)
        return { kind: before === undefined ? 'created' : 'updated', url }
      },
      async check(pull, wanted, call) {
        checkAborted(call, name)
        requirePull(pull)
        const before = checks.get(wanted.name)
        if (before?.state === wanted.state && before.summary === wanted.summary) return 'unchanged'
        checkWritable(call, name)
        checks.set(wanted.name, wanted)
        return 'set'
      },
    },
    push: () => checks.clear(),
    said: () => ({ comments: [...comments.values()], checks: [...checks.values()] }),
    close: async () => {},
  }
}
