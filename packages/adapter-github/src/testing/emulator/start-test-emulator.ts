import { z } from 'zod'
import { serve } from '../serve.ts'
import { createGitHubEmulator, type GitHubEmulator } from './create-github-emulator.ts'
import type { GitHubEmulatorOptions } from './emulator-options.ts'
import type { GitHubRepository } from './repository/github-repository.ts'

/** What an API call brought. */
type ApiAnswer = {
  readonly status: number
  readonly headers: Headers
  /** The JSON body, undefined where there is none. */
  readonly body: unknown
  /** The text at a path into the body, such as `object.sha`; `undefined` as text where there is none. */
  at(path: string): string
}

/** An emulator with the seeded repository `o/r`, served on loopback. */
export type TestEmulator = {
  readonly emulator: GitHubEmulator
  readonly repository: GitHubRepository
  readonly url: string
  /** Calls the API below `/repos/o/r` (or at a path that starts with another `/`), as the writer `robot`. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>
  /** Stores a commit on a parent through the Git data API and returns its id. */
  commit(parent: string, files: Readonly<Record<string, string>>, message?: string): Promise<string>
  close(): Promise<void>
}

const anyRecord = z.record(z.string(), z.unknown())

const lookUp = (value: unknown, path: string): string => {
  let found = value
  for (const key of path.split('.')) {
    found = Array.isArray(found) ? found[Number(key)] : anyRecord.safeParse(found).data?.[key]
  }
  return String(found)
}

/** Starts the emulator that this package's tests share the shape of. */
export const startTestEmulator = async (
  options: Partial<GitHubEmulatorOptions> = {},
): Promise<TestEmulator> => {
  const emulator = createGitHubEmulator({
    tokens: {
      'write-token': { login: 'robot', permission: 'write' },
      'read-token': { login: 'reader', permission: 'read' },
      'other-token': { login: 'stranger', permission: 'write', repositories: ['o/other'] },
    },
    repositories: ['o/r'],
    ...options,
  })
  const repository = emulator.repository('o/r')
  if ((await repository.resolve('HEAD')) === undefined)
    await repository.seed({ 'app/a.yaml': 'a: 1\n', README: 'hi\n' })
  const server = await serve(emulator.handle)

  const call: TestEmulator['call'] = async (method, path, body, headers) => {
    const response = await fetch(`${server.url}${path.startsWith('/') ? path : `/repos/o/r/${path}`}`, {
      method,
      headers: { authorization: 'Bearer write-token', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
    const parsed: unknown = isJson ? JSON.parse(text) : undefined
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      at: (path) => lookUp(parsed, path),
    }
  }

  return {
    emulator,
    repository,
    url: server.url,
    call,
    commit: async (parent, files, message = 'Change') => {
      const entries = Object.entries(files).map(([path, content]) => ({ path, content, mode: '100644' }))
      const base = await call('GET', `git/commits/${parent}`)
      const tree = await call('POST', 'git/trees', { base_tree: base.at('tree.sha'), tree: entries })
      const commit = await call('POST', 'git/commits', { message, tree: tree.at('sha'), parents: [parent] })
      return commit.at('sha')
    },
    close: async () => {
      await server.close()
      await emulator.close()
    },
  }
}
