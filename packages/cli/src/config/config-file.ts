import type { MergeMethod } from '@tideway/core'
import type { WrittenGitHubApp } from './written-github-app.ts'
import type { WrittenNormalization } from './written-normalization.ts'
import type { WrittenSettings } from './written-settings.ts'

/** One environment, as it is written. */
export interface WrittenEnvironment extends WrittenSettings {
  readonly space: string
}

/** The file `tideway.yaml`, as it is written. */
export interface ConfigFile {
  readonly version: 1
  readonly confighub?:
    | {
        readonly url?: string | undefined
        readonly publishers?: readonly string[] | undefined
        readonly driver?: 'bytes' | 'document' | 'document-unconditional' | undefined
        readonly changeSets?: boolean | undefined
      }
    | undefined
  readonly github?:
    | {
        readonly repository: string
        readonly base?: string | undefined
        readonly baseUrl?: string | undefined
        readonly autoMerge?: MergeMethod | undefined
        readonly app?: WrittenGitHubApp | undefined
      }
    | undefined
  readonly git?:
    | {
        readonly via: 'api'
        readonly ref?: string | undefined
        readonly folder?: string | undefined
      }
    | undefined
  readonly archive?: 'github' | 'git' | undefined
  readonly backend?: 'api' | 'git' | undefined
  readonly normalize?: WrittenNormalization | undefined
  readonly defaults?: WrittenSettings | undefined
  readonly environments: Readonly<Record<string, WrittenEnvironment>>
}
