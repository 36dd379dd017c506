import type { Reviews } from '../../contract/reviews.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { blameStore } from './blame-store.ts'
import { leak, mislabel, rethrow, toError } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Reviews that each break one group of their suite. */
export const wrongReviews: Wrongs<Reviews> = {
  // One comment for everything.
  'one comment a topic': (right) => {
    const texts = new Map<string, string>()
    return {
      ...right,
      async comment(pull, topic, text, call) {
        const isOther = [...texts].some(([known, said]) => known !== topic && said !== text)
        const answer = await right.comment(pull, isOther ? 'publish' : topic, text, call)
        texts.set(topic, text)
        return answer
      },
    }
  },
  'nothing to say': (right) => ({
    ...right,
    async check(pull, check, call) {
      await right.check(pull, check, call)
      return 'set'
    },
  }),
  // A check of one name is never set to another state.
  checks: (right) => {
    const first = new Map<string, Parameters<Reviews['check']>[1]>()
    return {
      ...right,
      async check(pull, check, call) {
        const known = first.get(check.name) ?? check
        first.set(check.name, known)
        return right.check(pull, known, call)
      },
    }
  },
  // What was set once is taken to stand for ever.
  'newest commit': (right) => {
    const known = new Set<string>()
    return {
      ...right,
      async check(pull, check, call) {
        const key = JSON.stringify([pull, check])
        if (known.has(key)) return 'unchanged'
        const answer = await right.check(pull, check, call)
        known.add(key)
        return answer
      },
    }
  },
  'no such pull request': (right) => ({
    ...right,
    comment: (pull, topic, text, call) =>
      right.comment(pull, topic, text, call).catch((error: unknown) => {
        if (!AdapterError.isInstance(error) || error.kind !== 'not-found') throw error
        throw toError('invalid-request', error)
      }),
  }),
  'unicode and odd texts': (right) => ({
    ...right,
    comment: (pull, topic, text, call) => right.comment(pull, topic, text.replaceAll('\n\n', '\n'), call),
  }),
  'read-only run': (right) => ({
    ...right,
    comment: (pull, topic, text, call) => right.comment(pull, topic, text, { ...call, readOnly: false }),
  }),
  'unknown outcome': (right) => sayAgain(right, (isSaid) => !isSaid),
  'connection cut': (right) => sayAgain(right, (isSaid) => isSaid),
  'time limits': (right) => ({
    ...right,
    check: (pull, check, call) => rethrow(() => right.check(pull, check, call), blameStore(call)),
  }),
  abort: (right) => ({
    ...right,
    comment: (pull, topic, text, call) => right.comment(pull, topic, text, unaware(call)),
  }),
  'error mapping': (right) => ({
    ...right,
    check: (pull, check, call) =>
      rethrow(
        () => right.check(pull, check, call),
        (error) => (AdapterError.isInstance(error) && error.kind === 'not-found' ? error : mislabel(error)),
      ),
  }),
  'no secret in errors': (right) => ({
    ...right,
    comment: (pull, topic, text, call) => rethrow(() => right.comment(pull, topic, text, call), leak),
  }),
}

// Says it again, under another mark, where it does not know whether it was said; in doubt by whether the topic had a
// comment before.
function sayAgain(right: Reviews, isDoubt: (isSaid: boolean) => boolean): Reviews {
  const said = new Set<string>()
  const doubtful = new Set<string>()
  return {
    ...right,
    async comment(pull, topic, text, call) {
      try {
        const answer = await right.comment(pull, doubtful.has(topic) ? `${topic} again` : topic, text, call)
        said.add(topic)
        return answer
      } catch (error) {
        if (isDoubt(said.has(topic))) doubtful.add(topic)
        throw error
      }
    },
  }
}
