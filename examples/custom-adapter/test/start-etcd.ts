import { spawn } from 'node:child_process'
import { accessSync, constants, globSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** An etcd of its own on a free port of 127.0.0.1. */
export interface Etcd {
  readonly url: string
  stop(): Promise<void>
}

/** The program, from `ETCD`, `PATH`, or what `npm run envtest:assets` has built; undefined: there is none. */
export function findEtcd(): string | undefined {
  const named = process.env['ETCD']
  if (named !== undefined) return named
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const assets = process.env['KUBEBUILDER_ASSETS']
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...(assets === undefined ? [] : [assets]),
    ...globSync(join(cache, 'tideway/envtest/*')),
  ]
  return folders.map((folder) => join(folder, 'etcd')).find(isProgram)
}

/** Starts etcd, which ends with this process however that ends, and resolves when it answers. */
export async function startEtcd(program: string): Promise<Etcd> {
  const folder = mkdtempSync(join(tmpdir(), 'etcd-'))
  const [client, peer] = [await findFreePort(), await findFreePort()]
  const url = `http://127.0.0.1:${client}`
  const peers = `http://127.0.0.1:${peer}`
  const options = [
    ...['--data-dir', join(folder, 'data'), '--log-level', 'error', '--unsafe-no-fsync'],
    ...['--listen-client-urls', url, '--advertise-client-urls', url],
    ...[
      '--listen-peer-urls',
      peers,
      '--initial-advertise-peer-urls',
      peers,
      '--initial-cluster',
      `default=${peers}`,
    ],
  ]
  // The shell outlives this process: when standard input ends, it kills etcd by its own pid and clears up.
  const keeper =
    '"$@" </dev/null 3<&- & program=$!; read -r _ <&3; kill -9 "$program"; wait "$program"; rm -rf "$0"'
  const child = spawn('sh', ['-c', `exec 3<&0; ${keeper}`, folder, program, ...options], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    child.stdin.destroy()
    await gone
  }
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const health = await fetch(`${url}/health`).catch(() => undefined)
    if (health?.ok === true) return { url, stop }
    await wait(50)
  }
  await stop()
  throw new Error(`${program} did not answer on ${url} within ten seconds`)
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
