import type { Emulation, EmulationOptions } from './emulation.ts'
import { makeAppKey } from './make-app-key.ts'

// Known to everybody: the emulator listens on the loopback address only, and holds nothing of value.
const token = 'emulated-token'

/** Serves an emulated GitHub, with real bare repositories, on the loopback address. */
export async function emulateGitHub(options: EmulationOptions): Promise<Emulation> {
  const { data, port, names, app, allowAutoMerge = false, requiredChecks = [] } = options
  const key = app === undefined ? undefined : { id: app, ...makeAppKey(data, app) }
  const { createGitHubEmulator, serve } = await import('@tideway/adapter-github/testing')
  const emulator = createGitHubEmulator({
    directory: data,
    repositories: names,
    tokens: { [token]: { login: 'tideway', permission: 'write' } },
    clock: () => new Date(),
    settings: { allowAutoMerge, requiredChecks },
    ...(key && {
      apps: {
        [key.id]: { slug: 'tideway', publicKey: key.publicKey, repositories: names, permission: 'write' },
      },
    }),
  })
  const served = await serve(emulator.handle, port === undefined ? {} : { port })
  return {
    url: served.url,
    variables: {
      GITHUB_API_URL: served.url,
      ...(key === undefined
        ? { GITHUB_TOKEN: token }
        : { GITHUB_APP_ID: key.id, GITHUB_APP_PRIVATE_KEY_FILE: key.file }),
    },
    hints:
      names.length === 0
        ? ['--repository <owner/name> makes a repository.']
        : names.map(
            (name) => `git clone ${served.url.replace('//', `//x-access-token:${token}@`)}/${name}.git`,
          ),
    async close() {
      await served.close()
      await emulator.close()
    },
  }
}
