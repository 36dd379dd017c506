import { type Adapter, type Call, fullCapabilities } from '@tideway/core'
import { type GitCheckoutOptions, parseGitCheckoutOptions } from '../checkout/git-checkout-options.ts'
import { createBuilder } from '../checkout/program/create-builder.ts'
import { renderTree } from '../checkout/render-tree.ts'
import { createApiCommits, readApiCommit } from './api-commits.ts'
import { openGitHubApi } from './github-api.ts'
import { type GitHubOptions, resolveGitHubOptions } from './github-options.ts'
import { openClient } from './open-client.ts'
import { readApiTree } from './read-api-tree.ts'

/** Options of {@link createGitHubCheckout}: where the repository is, and what the environment is rendered from. */
export type GitHubCheckoutOptions = Pick<
  GitHubOptions,
  'repository' | 'environment' | 'token' | 'app' | 'octokit' | 'baseUrl' | 'throttle'
> &
  Pick<GitCheckoutOptions, 'render' | 'others' | 'snapshot' | 'binaries'> & {
    /** What to read: a commit, branch or tag. Default: the default branch. */
    readonly commit?: string | undefined
    /** The folder of the repository that its paths are relative to, with `/`. Default: the root. */
    readonly folder?: string | undefined
  }

/**
 * A commit of a repository on GitHub as Source, Commits and SourceEditor of one environment, without a clone:
 * {@link createGitCheckout} over GitHub's API. It takes two
 * requests, and one for every hundred files that are rendered. Nothing is rendered by a command of the repository.
 * Throws a TidewayError (`TIDEWAY_CONFIG_INVALID`) for options that do not fit.
 *
 * @example
 * const adapter = createGitHubCheckout({
 *   repository: 'acme/platform',
 *   environment: 'prod',
 *   render: [{ kind: 'files', path: 'manifests/prod' }],
 *   token,
 * })
 */
export function createGitHubCheckout(options: GitHubCheckoutOptions): Adapter {
  const { render, others, snapshot, binaries, commit: name = 'HEAD', folder = '', ...place } = options
  const settings = parseGitCheckoutOptions({
    directory: '.',
    environment: place.environment,
    render,
    others,
    snapshot,
    binaries,
  })
  const resolved = resolveGitHubOptions(place)
  const { owner, repo } = resolved
  const endpoint = `github:${owner}/${repo}`
  return {
    connect: async (call) => {
      const api = openGitHubApi(await openClient(resolved, endpoint, call), { owner, repo, endpoint })
      const head = await readApiCommit(api, name, call)
      let listed: ReturnType<typeof readApiTree> | undefined
      const tree = async (from: Call) => {
        listed ??= readApiTree(api, head.id, from)
        try {
          return (await listed)(from)
        } catch (error) {
          listed = undefined
          throw error
        }
      }
      // Only commands of the repository are relative to a folder, and there are none.
      const build = createBuilder({ binaries: settings.binaries, directory: '.' })
      const { source, editor } = renderTree({ tree, build, prefix: folder, settings, endpoint })
      return {
        specVersion: 1,
        name: endpoint,
        capabilities: { ...fullCapabilities, annotations: false, withdraw: false, purge: false },
        source,
        commits: createApiCommits(api, head),
        editor,
        close: async () => undefined,
      }
    },
  }
}
