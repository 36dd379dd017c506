import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'
import type { GitHubRefusal } from './github-refusal.ts'

/** The repository's refs, by full name such as `refs/heads/main`. */
export interface RefStore {
  /** The id that a ref points at; undefined where it does not exist. */
  read(name: string, call: Call): Promise<string | undefined>
  /**
   * Points a ref at `after` if it still is at `before`; undefined stands for absence on both sides.
   * A ref that is at `after` already counts as moved, so that a step may be repeated.
   */
  move(
    name: string,
    before: string | undefined,
    after: string | undefined,
    call: Call,
  ): Promise<'moved' | 'lost-race'>
}

const refSchema = z.object({ object: z.object({ sha: z.string() }) })
const absent = '0'.repeat(40)

/** Moves refs; `beforeOid` is a lease (https://docs.github.com/graphql/reference/mutations#updaterefs). */
export const updateRefs: string =
  'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }'

/** Reads and moves refs; `repositoryId` is the repository's GraphQL id. */
export function createRefStore(api: GitHubApi, repositoryId: string): RefStore {
  // An older GitHub Enterprise Server has no such mutation; it is asked once.
  let hasLease = true

  const read: RefStore['read'] = async (name, call) => {
    const ref = await api.find('GET /git/ref/{ref}', { ref: shorten(name) }, refSchema, call)
    return ref?.object.sha
  }

  const moveByLease = async (
    name: string,
    before: string | undefined,
    after: string | undefined,
    call: Call,
  ) => {
    const update = { name, beforeOid: before ?? absent, afterOid: after ?? absent, force: true }
    const answer = await api.mutate(updateRefs, { input: { repositoryId, refUpdates: [update] } }, call)
    if (answer.kind === 'refused' && (answer.status === 404 || answer.unknownOperation)) hasLease = false
    return answer
  }

  const moveByRest = async (
    name: string,
    before: string | undefined,
    after: string | undefined,
    call: Call,
  ) => {
    const ref = shorten(name)
    if (after === undefined) return api.attempt('DELETE /git/refs/{ref}', { ref }, z.unknown(), call)
    if (before === undefined)
      return api.attempt('POST /git/refs', { ref: name, sha: after }, z.unknown(), call)
    const update = { ref, sha: after, force: false }
    const forward = await api.attempt('PATCH /git/refs/{ref}', update, z.unknown(), call)
    if (forward.kind === 'answered' || !/fast.forward/i.test(forward.said)) return forward
    if ((await read(name, call)) !== before) return forward
    return api.attempt('PATCH /git/refs/{ref}', { ...update, force: true }, z.unknown(), call)
  }

  // Whether a stale ref is told apart by GitHub is not documented, and a lost answer tells nothing: look.
  const settle = async (
    name: string,
    before: string | undefined,
    after: string | undefined,
    refusal: GitHubRefusal,
    call: Call,
  ) => {
    const now = await read(name, call)
    if (now === after) return 'moved'
    if (now !== before) return 'lost-race'
    if (isRule(refusal.said)) throw protectedRef(api.endpoint, name, refusal)
    throw name.startsWith('refs/heads/') || refusal.status !== 422
      ? refusal.error
      : noSuchRefs(api.endpoint, name)
  }

  return {
    read,
    move: async (name, before, after, call) => {
      if (hasLease) {
        const answer = await moveByLease(name, before, after, call)
        if (answer.kind === 'answered') return 'moved'
        if (hasLease) return settle(name, before, after, answer, call)
      }
      // The REST API has no lease, only the refusal of what is not forward. Looking right before a forced move
      // leaves a moment in which a push could be overwritten.
      const now = await read(name, call)
      if (now === after) return 'moved'
      if (now !== before) return 'lost-race'
      const answer = await moveByRest(name, before, after, call)
      return answer.kind === 'answered' ? 'moved' : settle(name, before, after, answer, call)
    },
  }
}

function shorten(name: string): string {
  return name.replace(/^refs\//, '')
}

// Rulesets say which rule it was, protected branches only that the update failed.
function isRule(said: string): boolean {
  return /rule violation|protected branch|creations being restricted|^reference update failed$/i.test(said)
}

function protectedRef(endpoint: string, name: string, { said, error }: GitHubRefusal): AdapterError {
  const place = name.replace('refs/heads/', 'the branch ')
  return new AdapterError({
    kind: 'forbidden',
    endpoint,
    message: `a rule of the repository forbids to write ${place}: ${said.replaceAll(/\s+/g, ' ').trim()}`,
    next: 'exclude it from the rule or branch protection, or let the token’s account bypass that',
    requestId: error.requestId,
  })
}

// Whether every GitHub Enterprise Server takes refs besides branches and tags over REST is not documented.
function noSuchRefs(endpoint: string, name: string): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: `the server does not take the ref ${name} through its API`,
    next: 'keep the archive by git push instead (createGitArchive with a remote)',
  })
}
