import {
  defaultLimits,
  type FreezeWindow,
  type Limits,
  type MergeMethod,
  type SyncGrouping,
  type SyncReviewers,
} from '@tideway/core'

import type { GuardConfig } from '../guard/guard-config.ts'
import type { ConfigFile } from './config-file.ts'
import { type ConfiguredNormalization, resolveNormalization } from './resolve-normalization.ts'
import type { WrittenGitHubApp } from './written-github-app.ts'
import type { WrittenGuard } from './written-guard.ts'
import type { WrittenLive } from './written-live.ts'
import type { WrittenCutRule, WrittenRender } from './written-render.ts'
import { resolveGrouping, resolveReviewers } from './written-sync.ts'

/** One place that an environment is rendered from, with every default filled in. */
export type RenderConfig =
  | { readonly kind: 'files'; readonly path: string; readonly units: readonly WrittenCutRule[] }
  | {
      readonly kind: 'envsubst'
      readonly path: string
      readonly variables: string
      readonly patch?: string | undefined
      readonly units: readonly WrittenCutRule[]
    }
  | {
      readonly kind: 'kustomize'
      readonly path: string
      readonly command: readonly ['kubectl', 'kustomize'] | readonly ['kustomize', 'build']
      readonly units: readonly WrittenCutRule[]
    }
  | {
      readonly kind: 'helm'
      readonly path: string
      readonly values?: readonly string[] | undefined
      readonly release?: string | undefined
      readonly namespace?: string | undefined
      readonly units: readonly WrittenCutRule[]
    }
  | {
      readonly kind: 'command'
      readonly path: string
      readonly command: readonly [program: string, ...args: string[]]
      readonly inputs?: readonly string[] | undefined
      readonly timeoutSeconds?: number | undefined
      readonly units: readonly WrittenCutRule[]
    }

/** What a run may change: nothing, pull requests, everything. */
export type EnvironmentMode = 'observe' | 'propose' | 'write'

/** One environment of `tideway.yaml`, with every default filled in. */
export interface EnvironmentConfig {
  readonly name: string
  /** The slug of the ConfigHub space. */
  readonly space: string
  readonly render: readonly RenderConfig[]
  /** Empty where nothing is said: the current context of the kubeconfig. */
  readonly live: WrittenLive
  /** A preset's name or a policy file, relative to the directory. */
  readonly policy: string
  readonly mode: EnvironmentMode
  /** How its pull requests merge themselves, of which the policy lets every change do so. */
  readonly autoMerge?: MergeMethod | undefined
  readonly limits: Limits
  readonly secrets: 'refuse' | 'carry'
  /** Whether what no edit brings to Git is kept under `confighub-sync/`. */
  readonly snapshot: boolean
  /** Only units with these labels, and that this expression matches, belong to it. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly where?: string | undefined
  readonly select?: readonly string[] | undefined
  readonly onUnreadable: 'stop' | 'skip-unit'
  /** Whether a publish that ConfigHub's changes block goes on with a sync. */
  readonly onBlocked: 'stop' | 'sync'
  /** How the pull requests of a sync are cut, and who is asked to review them. */
  readonly sync: { readonly groupBy: SyncGrouping; readonly reviewers: SyncReviewers }
  /** Those of the defaults and the environment’s own. */
  readonly freeze: readonly FreezeWindow[]
  /** Those of the defaults and the environment’s own. */
  readonly guards: readonly GuardConfig[]
  /** What counts as equal, as far as it is known without the cluster; `ConnectedEnvironment` has it whole. */
  readonly normalization: ConfiguredNormalization
}

/** `tideway.yaml` with every default filled in. */
export interface ProjectConfig {
  readonly confighub: {
    readonly url?: string | undefined
    readonly publishers?: readonly string[] | undefined
    readonly driver?: 'bytes' | 'document' | 'document-unconditional' | undefined
    readonly changeSets?: boolean | undefined
  }
  readonly github?:
    | {
        readonly repository: string
        readonly base?: string | undefined
        readonly baseUrl?: string | undefined
        readonly app?: WrittenGitHubApp | undefined
      }
    | undefined
  /** Absent where Git is read from the clone that the configuration is in. */
  readonly git?: ConfigFile['git']
  readonly archive: 'github' | 'git'
  /** How the branches of proposals are written; undefined where there are none. */
  readonly backend?: 'api' | 'git' | undefined
  /** In the order of the file. */
  readonly environments: Readonly<Record<string, EnvironmentConfig>>
}

/** Fills in every default; an environment's own key wins over `defaults`, in `limits`, `live` and `sync` word by word. */
export function resolveConfig(file: ConfigFile, read: (path: string) => string | undefined): ProjectConfig {
  const { defaults = {} } = file
  const normalization = resolveNormalization(file.normalize, read)
  const environments = Object.entries(file.environments).map(
    ([name, written]): [string, EnvironmentConfig] => {
      const settings = { ...defaults, ...written }
      const limits = { ...defaults.limits, ...written.limits }
      const sync = { ...defaults.sync, ...written.sync }
      return [
        name,
        {
          name,
          space: written.space,
          render: (settings.render ?? []).map(resolveRender),
          live: { ...defaults.live, ...written.live },
          policy: settings.policy ?? 'documented',
          mode: settings.mode ?? 'observe',
          limits: {
            updates: limits.updates ?? defaultLimits.updates,
            deletes: limits.deletes ?? defaultLimits.deletes,
          },
          secrets: settings.secrets ?? 'refuse',
          onUnreadable: settings.onUnreadable ?? 'stop',
          onBlocked: settings.onBlocked ?? 'stop',
          sync: {
            groupBy: resolveGrouping(sync.groupBy),
            reviewers: resolveReviewers(sync.reviewers),
          },
          snapshot: settings.snapshot ?? false,
          freeze: [...(defaults.freeze ?? []), ...(written.freeze ?? [])],
          guards: [...(defaults.guards ?? []), ...(written.guards ?? [])].map(resolveGuard),
          normalization,
          ...(file.github?.autoMerge === undefined ? {} : { autoMerge: file.github.autoMerge }),
          ...(settings.labels === undefined ? {} : { labels: settings.labels }),
          ...(settings.where === undefined ? {} : { where: settings.where }),
          ...(settings.select === undefined ? {} : { select: settings.select }),
        },
      ]
    },
  )
  return {
    confighub: file.confighub ?? {},
    ...(file.github === undefined ? {} : { github: file.github }),
    ...(file.git === undefined ? {} : { git: file.git }),
    ...(file.backend === undefined && file.github === undefined ? {} : { backend: file.backend ?? 'api' }),
    archive: file.archive ?? (file.github === undefined ? 'git' : 'github'),
    environments: Object.fromEntries(environments),
  }
}

function resolveGuard({ name, command, input = 'plan', timeout = 60 }: WrittenGuard): GuardConfig {
  return { name, command, input, timeoutSeconds: timeout }
}

function resolveRender(render: WrittenRender): RenderConfig {
  const units = render.units ?? { by: 'file' as const }
  const rules = { units: isList(units) ? units : [units] }
  if (render.kind !== 'kustomize') return { ...render, ...rules }
  const command =
    render.tool === 'kustomize' ? (['kustomize', 'build'] as const) : (['kubectl', 'kustomize'] as const)
  return { kind: render.kind, path: render.path, command, ...rules }
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}
