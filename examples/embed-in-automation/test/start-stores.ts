import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type ConfigHubEmulator,
  createConfigHubEmulator,
  serve as serveConfigHub,
} from '@tideway/adapter-confighub/testing'
import { createGitHubEmulator, type GitHubRepository, serve } from '@tideway/adapter-github/testing'

/** A GitHub with the repository `acme/shop`, a clone of it, and a ConfigHub with the space `prod`. */
export interface TestStores {
  readonly repository: GitHubRepository
  readonly confighub: ConfigHubEmulator
  readonly githubUrl: string
  readonly confighubUrl: string
  readonly clone: string
  close(): Promise<void>
}

/** What ConfigHub knows the service by. */
export const worker = { id: '11111111-2222-4333-8444-555555555555', secret: 'worker-secret' }

/** The text of the unit `web`. */
export const text = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n`

/** Starts both stores on loopback. */
export async function startStores(): Promise<TestStores> {
  const github = createGitHubEmulator({
    tokens: { token: { login: 'robot', permission: 'write' } },
    repositories: ['acme/shop'],
  })
  const repository = github.repository('acme/shop')
  await repository.seed({ 'prod/web.yaml': text(1) })
  const hub = await serve(github.handle)
  const confighub = createConfigHubEmulator({ workers: [{ ...worker, email: 'tideway@acme.example' }] })
  confighub.addSpace('prod')
  const authority = await serveConfigHub(confighub.handle)
  const clone = mkdtempSync(join(tmpdir(), 'embedded-'))
  const remote = `${hub.url.replace('//', '//x-access-token:token@')}/acme/shop.git`
  // The emulator answers in this process, which must not wait for git.
  await promisify(execFile)('git', ['clone', '--quiet', remote, clone])
  return {
    repository,
    confighub,
    githubUrl: `${hub.url}/api/v3`,
    confighubUrl: authority.url,
    clone,
    async close() {
      await Promise.all([hub.close(), authority.close()])
      await github.close()
      rmSync(clone, { recursive: true, force: true })
    },
  }
}
