import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { maySee } from '../authorize.ts'
import { GitHubError } from '../github-error.ts'
import type { Incoming } from '../incoming.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import { parseBody } from '../rest/parse-body.ts'
import type { Account, World } from '../world.ts'
import { disableAutoMerge, enableAutoMerge } from './auto-merge-mutations.ts'
import { GraphQLError } from './graphql-error.ts'
import { type Field, parseOperation } from './parse-operation.ts'
import { answerRepository } from './repository-query.ts'
import { select, undefinedField } from './select.ts'
import { mutateRefs } from './update-refs-mutation.ts'

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
})

type Mutation = {
  readonly payload: string
  run(
    input: unknown,
    account: Account,
    visible: readonly EmulatedRepository[],
  ): Promise<Readonly<Record<string, unknown>>>
}

const mutations: ReadonlyMap<string, Mutation> = new Map([
  ['updateRefs', { payload: 'UpdateRefsPayload', run: mutateRefs }],
  ['enablePullRequestAutoMerge', { payload: 'EnablePullRequestAutoMergePayload', run: enableAutoMerge }],
  ['disablePullRequestAutoMerge', { payload: 'DisablePullRequestAutoMergePayload', run: disableAutoMerge }],
])

/** Answers a GraphQL request: `repository` and its blobs, `viewer` and three mutations, and nothing else. */
export const answerGraphQL = async (
  incoming: Incoming,
  world: World,
  account: Account | undefined,
  repositories: ReadonlyMap<string, EmulatedRepository>,
): Promise<Answer> => {
  if (!world.graphql) throw new GitHubError(404, 'Not Found')
  if (account === undefined) throw new GitHubError(401, 'This endpoint requires you to be authenticated.')
  if (incoming.method !== 'POST') throw new GitHubError(404, 'Not Found')
  const request = parseBody(incoming.bytes, requestSchema)

  const visible = [...repositories.values()].filter((one) => maySee(world, account, one.fullName))

  const resolve = async (kind: 'query' | 'mutation', field: Field): Promise<unknown> => {
    if (kind === 'mutation') {
      const mutation = mutations.get(field.name)
      if (mutation === undefined) throw undefinedField(field.name, 'Mutation')
      return select(field, mutation.payload, await mutation.run(field.arguments['input'], account, visible))
    }
    if (field.name === 'viewer') return select(field, 'User', { login: account.login })
    if (field.name !== 'repository') throw undefinedField(field.name, 'Query')
    const fullName = `${field.arguments['owner']}/${field.arguments['name']}`
    const repository = visible.find((one) => one.fullName === fullName)
    if (repository === undefined) {
      throw new GraphQLError('NOT_FOUND', `Could not resolve to a Repository with the name '${fullName}'.`)
    }
    return answerRepository(field, repository)
  }

  const data: Record<string, unknown> = {}
  const errors: object[] = []
  try {
    const operation = parseOperation(request.query, request.variables ?? {})
    for (const field of operation.fields) {
      try {
        data[field.alias] = await resolve(operation.kind, field)
      } catch (error) {
        if (!(error instanceof GraphQLError) || error.type === undefined) throw error
        data[field.alias] = null
        errors.push({ type: error.type, path: [field.alias], message: error.message })
      }
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { status: 200, body: { errors: [{ message: error.message }] } }
  }
  return { status: 200, body: { data, ...(errors.length === 0 ? {} : { errors }) } }
}
