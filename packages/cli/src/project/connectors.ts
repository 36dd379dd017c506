import type { Call, Endpoint } from '@tideway/core'
import type { EnvironmentConfig, ProjectConfig } from '../config/project-config.ts'
import type { Variables } from './variables.ts'

/** Connects the stores of one environment. What is not asked for is not connected, and needs no credential. */
export interface Connectors {
  git(call: Call): Promise<Endpoint>
  confighub(call: Call): Promise<Endpoint>
  archive(call: Call): Promise<Endpoint>
  /** The same archive, from where its earlier saves can be read. Default: `archive`. */
  archiveHistory?(call: Call): Promise<Endpoint>
  live(call: Call): Promise<readonly Endpoint[]>
  /** The Git side at a commit, branch or tag, from what is on this machine alone: it needs no credential. */
  checkout?(commit: string, call: Call): Promise<Endpoint>
}

/** What an environment is connected from. */
export interface ConnectorSettings {
  readonly config: ProjectConfig
  readonly environment: EnvironmentConfig
  /**
   * The folder that programs of renderer commands are relative to, of the same commit as the configuration; undefined
   * where none may run. Default: none may.
   */
  readonly commandDirectory?: (() => Promise<string | undefined>) | undefined
  /** The folder of `tideway.yaml`; its paths are relative to it. */
  readonly directory: string
  readonly variables: Variables
  /** Sends ConfigHub's requests; default: the global `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
}

/** Makes the connectors of one environment. */
export type CreateConnectors = (settings: ConnectorSettings) => Connectors
