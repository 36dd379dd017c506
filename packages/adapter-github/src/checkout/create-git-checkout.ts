import { type Adapter, type Call, type CommitId, fullCapabilities, type UnitCommit } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import { createCheckoutCommits, findCheckout } from './checkout-commits.ts'
import type { UnitRenderer } from './checkout-source.ts'
import { findUnitPaths } from './find-unit-paths.ts'
import { type GitCheckoutOptions, parseGitCheckoutOptions } from './git-checkout-options.ts'
import { createBuilder } from './program/create-builder.ts'
import { type CommitRenderer, readUnitCommits } from './read-unit-commits.ts'
import { renderEnvironment } from './render-environment.ts'
import { renderTree } from './render-tree.ts'
import { readCommitTree } from './tree/read-commit-tree.ts'
import { readWorkTree } from './tree/read-work-tree.ts'

/**
 * A local Git checkout as Source, Commits and SourceEditor of one environment: what it holds is rendered from plain
 * files, templates, kustomizations, charts or by commands, and wanted changes become edits of those files that are proven by rendering
 * all environments again. Everything is read at one commit, from Git's objects.
 * Throws a TidewayError (`TIDEWAY_CONFIG_INVALID`) for options that do not fit.
 *
 * @example
 * const adapter = createGitCheckout({
 *   directory: '.',
 *   environment: 'prod',
 *   render: [{ kind: 'envsubst', path: 'infra/base', variables: 'config/prod.env' }],
 * })
 */
export function createGitCheckout(options: GitCheckoutOptions): Adapter {
  const settings = parseGitCheckoutOptions(options)
  const { directory, worktree, binaries } = settings
  const endpoint = `git:${settings.environment}`
  return {
    connect: async (call) => {
      const { commit, prefix } = await findCheckout(directory, settings.commit, endpoint, call)
      const tree = worktree
        ? await readWorkTree(await findTop(directory, endpoint, call), endpoint, call)
        : await readCommitTree(directory, commit, endpoint, call)
      const build = createBuilder({ binaries, directory: settings.commandDirectory ?? directory })
      const { source, editor, sources, render } = renderTree({
        tree: async () => tree,
        build,
        prefix,
        settings,
        endpoint,
      })
      const past = new Map<CommitId, ReturnType<UnitRenderer>>()
      const renderCommit: CommitRenderer = async (id, from) => {
        const files = await readCommitTree(directory, id, endpoint, from)
        return renderEnvironment(sources, files, build, from)
      }
      const renderAt: CommitRenderer = (id, from) => {
        if (id === commit && !worktree) return render(from)
        const known = past.get(id) ?? renderCommit(id, from)
        past.set(id, known)
        return known
      }
      async function* changesOf(unit: string, limit: number, from: Call): AsyncIterable<UnitCommit> {
        const paths = await findUnitPaths((await render(from)).get(unit), sources, tree)
        yield* readUnitCommits(unit, limit, { directory, endpoint, head: commit, paths, renderAt }, from)
      }
      return {
        specVersion: 1,
        name: endpoint,
        capabilities: { ...fullCapabilities, annotations: false, withdraw: false, purge: false },
        source,
        commits: createCheckoutCommits(directory, commit, endpoint, changesOf),
        editor: worktree ? undefined : editor,
        close: async () => undefined,
      }
    },
  }
}

async function findTop(directory: string, endpoint: string, call: Call): Promise<string> {
  const top = await runGit(['rev-parse', '--show-toplevel'], { directory, endpoint, signal: call.signal })
  return top.replace(/\n$/, '')
}
