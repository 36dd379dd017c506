import { dirname, relative, resolve } from 'node:path'
import {
  type Call,
  type Endpoint,
  findNearestWord,
  type Policy,
  type PublishGuard,
  TidewayError,
} from '@tideway/core'
import type { EnvironmentConfig, ProjectConfig } from '../config/project-config.ts'
import { readConfig } from '../config/read-config.ts'
import { createCommandGuard } from '../guard/create-command-guard.ts'
import { type ExportedCommit, exportCommit } from '../guard/export-commit.ts'
import { type ConnectedEnvironment, connectEnvironment } from './connect-environment.ts'
import type { ConnectorSettings, CreateConnectors } from './connectors.ts'
import { createConnectors } from './create-connectors.ts'
import { loadPolicy } from './load-policy.ts'
import { mayRunCommands } from './may-run-commands.ts'
import { commitFiles, folderFiles, type SettingFiles } from './setting-files.ts'
import type { Variables } from './variables.ts'

/** Where a project is opened, and with what. */
export interface ProjectOptions {
  /** Default: the working directory. */
  readonly directory?: string | undefined
  /** The configuration, relative to the directory. Default: `tideway.yaml`. */
  readonly file?: string | undefined
  /**
   * A commit, branch or tag that the configuration and the policies are read from, so that a change is not judged by
   * what it changes itself. Default: the files of the folder.
   */
  readonly ref?: string | undefined
  /** Where credentials are looked up. Default: `process.env`. */
  readonly variables?: Variables | undefined
  /** Sends ConfigHub's requests. Default: the global `fetch`. */
  readonly fetch?: ConnectorSettings['fetch']
  /** Connects stores of your own in place of the configured ones. Default: these. */
  readonly createConnectors?: CreateConnectors | undefined
}

/** A project: what its `tideway.yaml` says, and the way to its stores. */
export interface Project {
  /** The configuration's absolute path. */
  readonly file: string
  /** In the order of the file. */
  readonly environments: Readonly<Record<string, EnvironmentConfig>>
  /** Throws `TIDEWAY_ENVIRONMENT_UNKNOWN`, which lists the names that there are. */
  environment(name: string): EnvironmentConfig
  /** The policy of an environment, with everything that it extends. */
  policy(name: string): Policy
  /**
   * The configured guards of an environment, for `validate` of a publish. Where the configuration is that of a commit,
   * they run among the files of that commit.
   */
  guards(name: string, call: Call): readonly PublishGuard[]
  /** `live` wins over what is configured, word by word, and so does `backend`. */
  connect(
    name: string,
    call: Call,
    live?: EnvironmentConfig['live'],
    backend?: ProjectConfig['backend'],
  ): ConnectedEnvironment
  /** Closes everything that was connected. */
  close(): Promise<void>
}

/**
 * Opens a project. Throws `TIDEWAY_CONFIG_MISSING` where there is no `tideway.yaml`, and `TIDEWAY_CONFIG_INVALID`
 * with every problem in it. Nothing is connected yet.
 *
 * @example
 * const project = openProject({ directory: 'deploy' })
 * const { git, confighub, archive, normalization } = project.connect('prod', call)
 * await publish(
 *   { git: await git(), confighub: await confighub(), archive: await archive() },
 *   { environment: 'prod', policy: project.policy('prod'), normalization: await normalization() },
 *   call,
 * )
 * await project.close()
 */
export function openProject(options: ProjectOptions = {}): Project {
  const { directory = process.cwd(), variables = process.env } = options
  const file = resolve(directory, options.file ?? 'tideway.yaml')
  const folder = dirname(file)
  const shown = relative(directory, file)
  const files = options.ref === undefined ? folderFiles : commitFiles(folder, options.ref, variables)
  const config = readConfig(readSetting(files, file, shown), shown, (path) =>
    files.read(resolve(folder, path)),
  )
  const connected: Promise<readonly Endpoint[]>[] = []
  const environment = (name: string) => findEnvironment(config, name, shown)
  let exported: ExportedCommit | undefined
  const programFolder = () => {
    if (options.ref === undefined) return folder
    exported ??= exportCommit(folder, options.ref, variables)
    return exported.directory
  }
  const commandDirectory = async () => {
    const isTrusted = options.ref !== undefined || (await mayRunCommands(file, variables))
    return hasCommands(config) && isTrusted ? programFolder() : undefined
  }
  return {
    file,
    environments: config.environments,
    environment,
    policy: (name) => loadPolicy(environment(name).policy, folder, files),
    guards(name, call) {
      const place = () => ({ directory: programFolder(), variables, signal: call.signal })
      return environment(name).guards.map((guard) => createCommandGuard(guard, name, place))
    },
    connect(name, call, live = {}, backend = config.backend) {
      const found = environment(name)
      const connectors = (options.createConnectors ?? createConnectors)({
        config: { ...config, backend },
        environment: { ...found, live: { ...found.live, ...live } },
        commandDirectory,
        directory: folder,
        variables,
        fetch: options.fetch,
      })
      return connectEnvironment(found, connectors, call, (store) => {
        connected.push(store.then(listOf, () => []))
      })
    },
    async close() {
      exported?.remove()
      exported = undefined
      const endpoints = (await Promise.all(connected.splice(0))).flat()
      await Promise.all([...new Set(endpoints)].map((endpoint) => endpoint.close()))
    },
  }
}

function hasCommands({ environments }: ProjectConfig): boolean {
  return Object.values(environments).some(({ render }) => render.some(({ kind }) => kind === 'command'))
}

function listOf(store: Endpoint | readonly Endpoint[]): readonly Endpoint[] {
  return 'specVersion' in store ? [store] : store
}

function readSetting(files: SettingFiles, file: string, shown: string): string {
  const text = files.read(file)
  if (text === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `there is no ${shown}${files.place}`,
      next: 'run in the folder that has it, or name it with --config',
    })
  }
  return text
}

function findEnvironment(config: ProjectConfig, name: string, shown: string): EnvironmentConfig {
  const found = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined
  if (found !== undefined) return found
  const names = Object.keys(config.environments)
  const nearest = findNearestWord(name, names)
  throw new TidewayError({
    code: 'TIDEWAY_ENVIRONMENT_UNKNOWN',
    message: `${shown} has no environment ${JSON.stringify(name)}`,
    next: `use one of: ${names.join(', ')}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`,
  })
}
