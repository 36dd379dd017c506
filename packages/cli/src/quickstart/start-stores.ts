import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigHubEmulator } from '@tideway/adapter-confighub/testing'
import type { GitHubEmulator } from '@tideway/adapter-github/testing'
import type { Variables } from '../project/variables.ts'
import type { StagedCluster } from './staged-cluster.ts'

// Known to everybody: the emulators listen on the loopback address only, and hold nothing of value.
const worker = {
  id: '7e1de3a7-0000-4000-8000-000000000001',
  secret: 'quickstart-worker',
  email: 'tideway@messagewall.example',
}
const githubToken = 'quickstart-token'

/** The operator of the story. */
export const operatorEmail = 'olga@messagewall.example'

/** ConfigHub and GitHub, emulated and being served, a cluster, and what leads programs to them. */
export interface Stores {
  readonly confighub: ConfigHubEmulator
  readonly github: GitHubEmulator
  readonly cluster: StagedCluster
  readonly variables: Variables
  /** The address that `git` clones a repository from. */
  remoteOf(repository: string): string
  close(): Promise<void>
}

/** Serves an emulated ConfigHub and GitHub on the loopback address, beside a cluster; their data lie in a folder. */
export async function startStores(
  directory: string,
  spaces: readonly string[],
  cluster: StagedCluster,
): Promise<Stores> {
  const confighubKit = await import('@tideway/adapter-confighub/testing')
  const githubKit = await import('@tideway/adapter-github/testing')
  const now = () => new Date()
  mkdirSync(directory, { recursive: true })
  const confighub = confighubKit.createConfigHubEmulator({
    data: join(directory, 'confighub'),
    workers: [worker],
    people: [{ email: operatorEmail }],
    now,
  })
  for (const space of spaces) confighub.addSpace(space)
  const github = githubKit.createGitHubEmulator({
    directory: join(directory, 'github'),
    tokens: { [githubToken]: { login: 'tideway', permission: 'write' } },
    clock: now,
  })
  const served = {
    confighub: await confighubKit.serve(confighub.handle),
    github: await githubKit.serve(github.handle),
  }
  const kubeconfig = join(directory, 'kubeconfig')
  writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 })
  return {
    confighub,
    github,
    cluster,
    variables: {
      CONFIGHUB_URL: served.confighub.url,
      CONFIGHUB_WORKER_ID: worker.id,
      CONFIGHUB_WORKER_SECRET: worker.secret,
      GITHUB_API_URL: served.github.url,
      GITHUB_TOKEN: githubToken,
      KUBECONFIG: kubeconfig,
    },
    remoteOf: (repository) =>
      `${served.github.url.replace('http://', `http://x-access-token:${githubToken}@`)}/${repository}.git`,
    async close() {
      await Promise.all([served.confighub.close(), served.github.close(), cluster.close()])
      await github.close()
    },
  }
}
