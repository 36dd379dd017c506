import { isAncestor } from '../git/compare-commits.ts'
import { readRef } from '../git/refs.ts'
import { changePull } from './change-pull.ts'
import { closePull } from './close-pull.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import { keepPullHead } from './keep-pull-head.ts'
import type { Pull } from './repository-state.ts'

// A push of the pull request's commits to its base counts as a merge by the commit that brought them there.
const findMergingCommit = async (repository: EmulatedRepository, head: string, base: string) => {
  const range = `${head}..${base}`
  const list = await repository.git.byIds.run(['rev-list', '--first-parent', '--ancestry-path', range])
  return list.trim().split('\n').at(-1) || head
}

const settlePull = async (repository: EmulatedRepository, pull: Pull) => {
  const { git, world } = repository
  const head = (await readRef(git, `refs/heads/${pull.headRef}`))?.oid
  const base = (await readRef(git, `refs/heads/${pull.baseRef}`))?.oid
  if (head === undefined || base === undefined) {
    closePull(repository, pull.number)
    return
  }
  const headMoved = head !== pull.headSha
  if (!headMoved && base === pull.seenBase) return
  const reached = await isAncestor(git, head, base)
  if (reached && !headMoved) {
    const now = world.now()
    const mergeCommitSha = await findMergingCommit(repository, head, base)
    const merged = { mergedAt: now, closedAt: now, mergedBy: pull.author, mergeCommitSha }
    closePull(repository, pull.number, { seenBase: base, ...merged })
    return
  }
  const baseSha = headMoved || world.beliefs.pullBase === 'follows' ? base : pull.baseSha
  const changed = headMoved || baseSha !== pull.baseSha
  changePull(repository, pull.number, {
    headSha: head,
    baseSha,
    seenBase: base,
    ...(changed ? {} : { updatedAt: pull.updatedAt }),
    ...(headMoved && world.beliefs.pushedAutoMerge === 'ended' ? { autoMerge: null } : {}),
  })
  if (headMoved) await keepPullHead(repository, pull.number, head)
  if (reached && world.beliefs.emptiedPull === 'closed') closePull(repository, pull.number)
}

/** Brings every open pull request up to date with the refs: new heads, deleted branches, pushes that merged it. */
export const settlePulls = async (repository: EmulatedRepository): Promise<void> => {
  for (const pull of repository.store.get().pulls) {
    if (pull.state === 'open') await settlePull(repository, pull)
  }
}
