import type { Emulation, EmulationOptions } from './emulation.ts'

// Known to everybody: the emulator listens on the loopback address only, and holds nothing of value.
const token = 'emulated-token'

/** Serves an emulated GitHub, with real bare repositories, on the loopback address. */
export async function emulateGitHub(options: EmulationOptions): Promise<Emulation> {
  const { data, port, names, allowAutoMerge = false, requiredChecks = [] } = options
  const { createGitHubEmulator, serve } = await import('@tideway/adapter-github/testing')
  const emulator = createGitHubEmulator({
    directory: data,
    repositories: names,
    tokens: { [token]: { login: 'tideway', permission: 'write' } },
    clock: () => new Date(),
    settings: { allowAutoMerge, requiredChecks },
  })
  const served = await serve(emulator.handle, port === undefined ? {} : { port })
  return {
    url: served.url,
    variables: { GITHUB_API_URL: served.url, GITHUB_TOKEN: token },
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
