import { resolve } from 'node:path'
import { createConfigHub } from '@tideway/adapter-confighub'
import {
  createGitArchive,
  createGitCheckout,
  createGitHub,
  createGitHubCheckout,
  createGitProposals,
} from '@tideway/adapter-github'
import { createKubernetes } from '@tideway/adapter-kubernetes'
import { type Call, type Endpoint, TidewayError } from '@tideway/core'
import { listClusters } from '../config/list-clusters.ts'
import type { ProjectConfig } from '../config/project-config.ts'
import { askOnce } from './ask-once.ts'
import type { ConnectorSettings, Connectors } from './connectors.ts'
import { findFolder } from './find-folder.ts'
import { readGitHubCredential } from './read-github-credential.ts'
import { missingVariable, readVariable, type Variables } from './variables.ts'

/** Connects an environment to the real stores: the one place where settings become adapters. */
export function createConnectors(settings: ConnectorSettings): Connectors {
  const { config, environment, directory, variables } = settings
  const inGit = { directory, remote, environment: environment.name }
  const github = config.github && askOnce(connectGitHub(config.github, settings))
  const others = Object.values(config.environments).filter(({ name }) => name !== environment.name)
  const rendering = {
    environment: environment.name,
    render: environment.render,
    others: others.map(({ name, render }) => ({ environment: name, render })),
    snapshot: environment.snapshot,
  }
  const open = async (commit: string, call: Call) => {
    if (config.git !== undefined && config.github !== undefined) {
      const { ref = config.github.base, folder } = config.git
      const place = openGitHub(config.github, settings, call)
      const at = commit === 'HEAD' ? ref : commit
      return createGitHubCheckout({ ...place, ...rendering, commit: at, folder }).connect(call)
    }
    const checkout = createGitCheckout({
      directory,
      commit,
      ...rendering,
      commandDirectory: await settings.commandDirectory?.(),
    })
    return checkout.connect(call)
  }
  return {
    checkout: open,
    async git(call) {
      const checkout = await open('HEAD', call)
      const place = github ?? (config.backend === 'git' ? connectBranches(settings) : undefined)
      if (place === undefined) return checkout
      const { proposals, reviews, close } = await place(call)
      return {
        ...checkout,
        proposals,
        reviews,
        close: async () => {
          await Promise.all([checkout.close(), close()])
        },
      }
    },
    confighub: (call) => {
      const url = readVariable(variables, 'CONFIGHUB_URL') ?? config.confighub.url
      if (url !== undefined && !/^https?:[/][/]/.test(url)) throw noAddress()
      if (url === undefined) {
        throw missingVariable(
          'the address of ConfigHub',
          ['CONFIGHUB_URL'],
          ', or confighub.url in tideway.yaml',
        )
      }
      return createConfigHub({
        url,
        space: environment.space,
        labels: environment.labels,
        where: environment.where,
        credentials: readCredentials(variables),
        publishers: config.confighub.publishers,
        driver: config.confighub.driver,
        changeSets: config.confighub.changeSets,
        fetch: settings.fetch,
      }).connect(call)
    },
    archive: (call) => {
      if (github !== undefined && config.archive === 'github') return github(call)
      return createGitArchive(inGit).connect(call)
    },
    // One fetch brings the whole history, where the API would be asked save by save.
    archiveHistory: (call) =>
      github !== undefined && config.git !== undefined ? github(call) : createGitArchive(inGit).connect(call),
    live: (call) =>
      Promise.all(
        listClusters(environment.live).map(({ context, namespace, kubeconfig }) => {
          const file = kubeconfig === undefined ? undefined : resolve(directory, kubeconfig)
          // The variable may be a list of files, so it is left to whoever knows that.
          const surroundings = { ...variables, KUBECONFIG: readVariable(variables, 'KUBECONFIG') }
          const options = { kubeconfig: file, context, namespace, environment: surroundings }
          return createKubernetes(options).connect(call)
        }),
      ),
  }
}

type Connect = (call: Call) => Promise<Endpoint>

const remote = 'origin'

function connectBranches({ directory, environment }: ConnectorSettings): Connect {
  const folder = findFolder(directory, environment.render)
  return (call) =>
    createGitProposals({ directory, remote, folder, environment: environment.name }).connect(call)
}

function connectGitHub(github: NonNullable<ProjectConfig['github']>, settings: ConnectorSettings): Connect {
  const { config, directory, environment } = settings
  return (call) => {
    const git = config.backend === 'git' ? { directory, remote } : undefined
    const folder =
      config.git === undefined ? findFolder(directory, environment.render) : (config.git.folder ?? '')
    const { base } = github
    const place = { ...openGitHub(github, settings, call), environment: environment.name, base, folder, git }
    return createGitHub(place).connect(call)
  }
}

/** The repository, and the way and the credential to it. */
function openGitHub(
  { repository, app, baseUrl: written }: NonNullable<ProjectConfig['github']>,
  { directory, variables }: ConnectorSettings,
  call: Call,
) {
  const baseUrl = written ?? readVariable(variables, 'GITHUB_API_URL')
  const { note, ...credential } = readGitHubCredential(variables, directory, app)
  if (note !== undefined) call.logger.warn(note)
  // GitHub asks for a second between writes; on the loopback address there is an emulator, which does not.
  return { repository, baseUrl, throttle: baseUrl === undefined || !isLoopback(baseUrl), ...credential }
}

function noAddress(): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: 'the address of ConfigHub is no http or https address',
    next: 'correct CONFIGHUB_URL, or confighub.url in tideway.yaml',
  })
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname)
}

function readCredentials(variables: Variables) {
  const id = readVariable(variables, 'CONFIGHUB_WORKER_ID')
  const secret = readVariable(variables, 'CONFIGHUB_WORKER_SECRET')
  if (id !== undefined && secret !== undefined) return { kind: 'worker', id, secret } as const
  const token = readVariable(variables, 'CONFIGHUB_TOKEN')
  if (token !== undefined) return { kind: 'token', token } as const
  const names = ['CONFIGHUB_WORKER_ID', 'CONFIGHUB_WORKER_SECRET']
  const missing = names.filter((name) => readVariable(variables, name) === undefined)
  throw missingVariable('the credential for ConfigHub', missing, ', or CONFIGHUB_TOKEN')
}
