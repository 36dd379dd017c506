import type { Call } from '@tideway/core'
import type { DeliverySource } from './keep-delivering.ts'

/** An emulator that is being served. */
export interface Emulation {
  readonly url: string
  /** The environment variables that lead a program to it. */
  readonly variables: Readonly<Record<string, string>>
  /** What is good to know when trying it by hand, a line each. */
  readonly hints: readonly string[]
  /** Brings what ConfigHub holds to it until the call ends; a cluster has it. */
  readonly deliver?: (source: DeliverySource, call: Call, tell: (text: string) => void) => Promise<void>
  close(): Promise<void>
}

/** What an emulator is started with. */
export interface EmulationOptions {
  /** An absolute path, where its state is kept. */
  readonly data: string
  /** Default: any free one. */
  readonly port?: number | undefined
  /** Spaces (ConfigHub) or repositories (GitHub) to make where they are not there yet. */
  readonly names: readonly string[]
  /** GitHub: pull requests may merge themselves. Default: false. */
  readonly allowAutoMerge?: boolean | undefined
  /** GitHub: the id of a GitHub App that is installed on the repositories; its key is made. Default: none. */
  readonly app?: string | undefined
  /** GitHub: contexts of statuses without which nothing is merged. Default: none. */
  readonly requiredChecks?: readonly string[] | undefined
}
