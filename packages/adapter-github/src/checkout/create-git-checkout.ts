import { posix } from 'node:path'
import { type Adapter, fullCapabilities } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import { createCheckoutCommits, resolveCommit } from './checkout-commits.ts'
import { createCheckoutSource, type UnitRenderer } from './checkout-source.ts'
import { editEnvironment } from './edit/edit-environment.ts'
import { type GitCheckoutOptions, parseGitCheckoutOptions } from './git-checkout-options.ts'
import { createBuilder } from './program/create-builder.ts'
import { renderEnvironment } from './render-environment.ts'
import type { RenderedEnvironment, RenderSource } from './render-options.ts'
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
      const commit = await resolveCommit(directory, settings.commit, endpoint, call)
      const git = { directory, endpoint, signal: call.signal }
      const ask = async (what: string) => (await runGit(['rev-parse', what], git)).replace(/\/?\n$/, '')
      const prefix = await ask('--show-prefix')
      const tree = worktree
        ? await readWorkTree(await ask('--show-toplevel'), endpoint, call)
        : await readCommitTree(directory, commit, endpoint, call)
      const build = createBuilder({ binaries, directory: settings.commandDirectory ?? directory })
      const environment = placeUnder(prefix, settings)
      const others = settings.others.map((other) => placeUnder(prefix, other))
      const snapshot = settings.snapshot
        ? posix.join(prefix, 'confighub-sync', settings.environment)
        : undefined
      let rendered: ReturnType<UnitRenderer> | undefined
      const render: UnitRenderer = async (from) => {
        rendered ??= renderEnvironment(environment.render, tree, build, from)
        try {
          return await rendered
        } catch (error) {
          rendered = undefined
          throw error
        }
      }
      return {
        specVersion: 1,
        name: endpoint,
        capabilities: { ...fullCapabilities, annotations: false, withdraw: false, purge: false },
        source: createCheckoutSource(render, endpoint),
        commits: createCheckoutCommits(directory, commit, endpoint),
        editor: worktree
          ? undefined
          : {
              edit: (wanted, from) =>
                editEnvironment({ tree, environment, others, build, snapshot }, wanted, from),
              read: (paths) => tree.read(paths),
            },
        close: async () => undefined,
      }
    },
  }
}

function placeUnder(prefix: string, { environment, render }: RenderedEnvironment): RenderedEnvironment {
  const place = (path: string) => posix.join(prefix, path).replace(/^\.$/, '')
  return {
    environment,
    render: render.map((source): RenderSource => {
      const path = place(source.path)
      if (source.kind === 'helm') return { ...source, path, values: source.values.map(place) }
      if (source.kind === 'command') return { ...source, path, inputs: source.inputs.map(place) }
      if (source.kind !== 'envsubst') return { ...source, path }
      const { patch, ...rest } = source
      const placed = { ...rest, path, variables: place(source.variables) }
      return patch === undefined ? placed : { ...placed, patch: place(patch) }
    }),
  }
}
