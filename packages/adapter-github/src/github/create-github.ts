import { type Adapter, AdapterError, type Call, fullCapabilities } from '@tideway/core'
import { z } from 'zod'
import { type GitHubApi, openGitHubApi } from './github-api.ts'
import { createGitHubArchive } from './github-archive.ts'
import { type GitHubOptions, resolveGitHubOptions } from './github-options.ts'
import { createGitHubProposals } from './github-proposals.ts'
import { createGitHubReviews } from './github-reviews.ts'
import { openClient } from './open-client.ts'
import { openWorkplace } from './open-workplace.ts'
import { createRefStore } from './ref-store.ts'

const repositorySchema = z.object({
  node_id: z.string(),
  default_branch: z.string(),
  archived: z.boolean().default(false),
})

type Repository = z.infer<typeof repositorySchema>

/**
 * GitHub as the place where an environment's pull requests and archive are kept.
 * Connecting reads the repository once. Throws a `TidewayError` for wrong options.
 *
 * @example
 * const github = createGitHub({ repository: 'acme/platform', environment: 'prod', token })
 * const { proposals, archive } = await github.connect(call)
 */
export function createGitHub(options: GitHubOptions): Adapter {
  const resolved = resolveGitHubOptions(options)
  const { owner, repo } = resolved
  const endpoint = `github:${owner}/${repo}`
  return {
    connect: async (call) => {
      const api = openGitHubApi(await openClient(resolved, endpoint, call), { owner, repo, endpoint })
      const repository = await readRepository(api, call)
      const work = openWorkplace({
        api,
        refs: createRefStore(api, repository.node_id),
        options: resolved,
        base: resolved.base ?? repository.default_branch,
      })
      let isOpen = true
      return {
        specVersion: 1,
        name: endpoint,
        capabilities: fullCapabilities,
        proposals: createGitHubProposals(work),
        reviews: createGitHubReviews(api),
        archive: createGitHubArchive(work),
        close: async () => {
          const { reads, unchanged, writes } = api.count()
          if (isOpen) call.logger.debug(`${endpoint} was asked`, { reads, unchanged, writes })
          isOpen = false
        },
      }
    },
  }
}

async function readRepository(api: GitHubApi, call: Call): Promise<Repository> {
  const { endpoint, owner, repo } = api
  // The path of the repository itself, so nothing follows it.
  const repository = await api.find('GET ', {}, repositorySchema, call)
  if (repository === undefined) {
    throw new AdapterError({
      kind: 'not-found',
      endpoint,
      message: `the repository ${owner}/${repo} does not exist, or the token does not see it`,
      next: 'check the name, and grant the token access to the repository',
    })
  }
  if (repository.archived && !call.readOnly) {
    throw new AdapterError({
      kind: 'forbidden',
      endpoint,
      message: 'the repository is archived, so it can only be read',
      next: 'unarchive it in its settings, or configure another repository',
    })
  }
  return repository
}
