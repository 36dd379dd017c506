import { z } from 'zod'
import { requireWrite } from '../authorize.ts'
import { isAncestor } from '../git/compare-commits.ts'
import type { GitRepository } from '../git/git-repository.ts'
import { absentOid, isRefName, type RefUpdate, readRef, updateRefs } from '../git/refs.ts'
import { oidSchema } from '../oid-schema.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import { requireUnarchived, requireUnprotected } from '../repository/repository-rules.ts'
import { settleRepository } from '../repository/settle-repository.ts'
import type { Account } from '../world.ts'
import { GraphQLError } from './graphql-error.ts'
import { readInput } from './read-input.ts'
import { refuseAs } from './refuse-as.ts'

const inputSchema = z.strictObject({
  repositoryId: z.string(),
  refUpdates: z.array(
    z.strictObject({
      name: z.string(),
      afterOid: oidSchema,
      beforeOid: oidSchema.nullish(),
      force: z.boolean().nullish(),
    }),
  ),
  clientMutationId: z.string().nullish(),
})

type WantedUpdate = z.infer<typeof inputSchema>['refUpdates'][number]

const unprocessable = (message: string) => new GraphQLError('UNPROCESSABLE', message)

const checkUpdate = async (
  git: GitRepository,
  staleType: string,
  wanted: WantedUpdate,
): Promise<RefUpdate> => {
  const { name, afterOid: after } = wanted
  if (!isRefName(name) || name.startsWith('refs/pull/'))
    throw unprocessable(`${name} is not a valid ref name`)
  const current = (await readRef(git, name))?.oid ?? absentOid
  if (typeof wanted.beforeOid === 'string' && wanted.beforeOid !== current) {
    throw new GraphQLError(staleType, `Expected ${name} to point to "${wanted.beforeOid}" but it did not.`)
  }
  if (after === absentOid) {
    if (current === absentOid) throw unprocessable(`${name} does not exist`)
  } else {
    const object = await git.info(after)
    if (object === undefined) throw unprocessable(`${after} does not exist`)
    if (name.startsWith('refs/heads/') && object.type !== 'commit')
      throw unprocessable(`${after} is not a commit`)
    const forward = current === absentOid || (await isAncestor(git, current, after))
    if (!forward && wanted.force !== true) throw unprocessable(`${name}: Update is not a fast forward`)
  }
  return { name, before: current, after }
}

/**
 * `updateRefs`: moves several refs or none, each only from its `beforeOid` where one is given (forty zeros: only
 * if it does not exist), and only forward unless forced; `afterOid` of forty zeros deletes.
 */
export const mutateRefs = async (
  input: unknown,
  account: Account | undefined,
  repositories: readonly EmulatedRepository[],
): Promise<Readonly<Record<string, unknown>>> => {
  const { repositoryId, refUpdates, clientMutationId } = readInput(input, inputSchema)
  const repository = repositories.find(({ nodeId }) => nodeId === repositoryId)
  if (repository === undefined) {
    throw new GraphQLError('NOT_FOUND', `Could not resolve to a node with the global id of '${repositoryId}'`)
  }
  refuseAs('FORBIDDEN', () => {
    requireWrite(repository.world, account)
    requireUnarchived(repository)
  })
  for (const { name } of refUpdates) refuseAs('UNPROCESSABLE', () => requireUnprotected(repository, name))
  const staleType = repository.world.beliefs.staleRefType
  await repository.exclusive(async () => {
    await settleRepository(repository)
    const updates: RefUpdate[] = []
    for (const wanted of refUpdates) updates.push(await checkUpdate(repository.git, staleType, wanted))
    const outcome = await updateRefs(repository.git, updates)
    if (outcome.kind === 'refused') throw unprocessable(outcome.reason)
    if (outcome.kind === 'moved') throw new GraphQLError(staleType, 'A ref moved while it was being updated.')
    await settleRepository(repository)
  })
  return { clientMutationId: clientMutationId ?? null }
}
