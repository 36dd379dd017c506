import { z } from 'zod'
import { requireWrite } from '../authorize.ts'
import { oidSchema } from '../oid-schema.ts'
import { changePull } from '../repository/change-pull.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import { mergeStateOf } from '../repository/merge-state.ts'
import { pullNodeId } from '../repository/pull-node-id.ts'
import { requireUnarchived } from '../repository/repository-rules.ts'
import type { MergeMethod, Pull } from '../repository/repository-state.ts'
import { settleRepository } from '../repository/settle-repository.ts'
import { staysHidden } from '../repository/stays-hidden.ts'
import type { Account } from '../world.ts'
import { GraphQLError } from './graphql-error.ts'
import { readInput } from './read-input.ts'
import { refuseAs } from './refuse-as.ts'

const enableSchema = z.strictObject({
  pullRequestId: z.string(),
  mergeMethod: z.enum(['MERGE', 'SQUASH', 'REBASE']).nullish(),
  expectedHeadOid: oidSchema.nullish(),
  authorEmail: z.string().nullish(),
  commitBody: z.string().nullish(),
  commitHeadline: z.string().nullish(),
  clientMutationId: z.string().nullish(),
})

const disableSchema = enableSchema.pick({ pullRequestId: true, clientMutationId: true })

const methods = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const satisfies Record<
  string,
  MergeMethod
>

const unprocessable = (message: string) => new GraphQLError('UNPROCESSABLE', message)

type Repositories = readonly EmulatedRepository[]

/** Runs a step on the pull request with a GraphQL id, once the account may. */
const onPull = async (
  nodeId: string,
  account: Account | undefined,
  repositories: Repositories,
  step: (repository: EmulatedRepository, pull: Pull) => Promise<void>,
): Promise<void> => {
  const find = (repository: EmulatedRepository) =>
    repository.store.get().pulls.find((pull) => pullNodeId(repository, pull) === nodeId)
  const repository = repositories.find((one) => find(one) !== undefined)
  const known = repository && find(repository)
  if (repository === undefined || known === undefined || staysHidden(repository, `node ${known.number}`)) {
    throw new GraphQLError('NOT_FOUND', `Could not resolve to a node with the global id of '${nodeId}'`)
  }
  refuseAs('FORBIDDEN', () => {
    requireWrite(repository.world, account)
    requireUnarchived(repository)
  })
  await repository.exclusive(async () => {
    await settleRepository(repository)
    await step(repository, find(repository) ?? known)
    await settleRepository(repository)
  })
}

/** `enablePullRequestAutoMerge`: only for what has something left to wait for. */
export const enableAutoMerge = async (
  input: unknown,
  account: Account | undefined,
  repositories: Repositories,
): Promise<Readonly<Record<string, unknown>>> => {
  const { pullRequestId, mergeMethod, expectedHeadOid, clientMutationId } = readInput(input, enableSchema)
  await onPull(pullRequestId, account, repositories, async (repository, pull) => {
    if (!repository.rules.allowAutoMerge) throw unprocessable('Auto merge is not allowed for this repository')
    if (pull.state === 'closed') throw unprocessable("Can't enable auto-merge for this pull request.")
    if (typeof expectedHeadOid === 'string' && expectedHeadOid !== pull.headSha)
      throw unprocessable('Head branch was modified. Review and try the merge again.')
    const state = await mergeStateOf(repository, pull)
    if (state !== 'blocked' && state !== 'dirty') throw unprocessable(`Pull request is in ${state} status`)
    const method = methods[mergeMethod ?? 'MERGE']
    changePull(repository, pull.number, { autoMerge: { method, by: account?.login ?? 'ghost' } })
  })
  return { clientMutationId: clientMutationId ?? null }
}

/** `disablePullRequestAutoMerge`. */
export const disableAutoMerge = async (
  input: unknown,
  account: Account | undefined,
  repositories: Repositories,
): Promise<Readonly<Record<string, unknown>>> => {
  const { pullRequestId, clientMutationId } = readInput(input, disableSchema)
  await onPull(pullRequestId, account, repositories, async (repository, pull) => {
    if (pull.state === 'closed' || pull.autoMerge === null)
      throw unprocessable("Can't disable auto-merge for this pull request.")
    changePull(repository, pull.number, { autoMerge: null })
  })
  return { clientMutationId: clientMutationId ?? null }
}
