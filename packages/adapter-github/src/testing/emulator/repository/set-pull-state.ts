import { compareCommits } from '../git/compare-commits.ts'
import { readRef } from '../git/refs.ts'
import { validationFailed } from '../validation-failed.ts'
import { changePull } from './change-pull.ts'
import { closePull } from './close-pull.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import { keepPullHead } from './keep-pull-head.ts'
import type { Pull } from './repository-state.ts'

const refuse = (why: string) =>
  validationFailed({
    resource: 'PullRequest',
    code: 'invalid',
    field: 'state',
    message: `state cannot be changed. ${why}`,
  })

/** Closes or reopens a pull request; throws a 422 where it cannot be reopened. */
export const setPullState = async (
  repository: EmulatedRepository,
  pull: Pull,
  wanted: Pull['state'],
): Promise<void> => {
  if (wanted === pull.state) return
  if (wanted === 'closed') {
    closePull(repository, pull.number)
    return
  }
  if (pull.mergedAt !== null) throw refuse('The pull request has been merged.')
  const head = (await readRef(repository.git, `refs/heads/${pull.headRef}`))?.oid
  const base = (await readRef(repository.git, `refs/heads/${pull.baseRef}`))?.oid
  if (head === undefined) throw refuse(`The ${pull.headRef} branch has been deleted.`)
  if (base === undefined) throw refuse(`The ${pull.baseRef} branch has been deleted.`)
  const twin = repository.store
    .get()
    .pulls.find((one) => one.state === 'open' && one.headRef === pull.headRef && one.baseRef === pull.baseRef)
  if (twin !== undefined)
    throw refuse(`A pull request already exists for ${repository.owner}:${pull.headRef}.`)
  const { commits } = await compareCommits(repository.git, base, head)
  if (commits.length === 0) throw refuse(`There are no new commits on the ${pull.headRef} branch.`)
  changePull(repository, pull.number, {
    state: 'open',
    closedAt: null,
    headSha: head,
    baseSha: base,
    seenBase: base,
  })
  await keepPullHead(repository, pull.number, head)
}
