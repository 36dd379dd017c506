import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeProgramFolder, type Program, startProgram } from './start-program.ts'

const readyWithinMs = 90_000
// A port is free when it is chosen; somebody else may take it before the program does.
const attempts = 3

/** Where an API server listens, and how to be its administrator. Plain data, so that it can go to a worker. */
export interface ApiServerAccess {
  readonly url: string
  /** PEM: the certificate that the server made for itself, with the authority that it made for that. */
  readonly certificateAuthority: string
  /** Of a member of `system:masters`. */
  readonly adminToken: string
  /** The folder of the programs, for `kubectl`. */
  readonly assets: string
  /** The server's own folder, which goes with it: for whatever must not stay behind either. */
  readonly folder: string
}

/** A kube-apiserver with its own etcd, both on 127.0.0.1. */
export interface ApiServer extends ApiServerAccess {
  stop(): Promise<void>
}

/** How an API server is to run. */
export interface ApiServerOptions {
  /** How often the server forgets what was before. Default: 300, its own default. */
  readonly compactionIntervalSeconds?: number
}

/** Starts etcd and kube-apiserver, with RBAC and no controllers, and resolves when the server is ready. */
export async function startApiServer(assets: string, options: ApiServerOptions = {}): Promise<ApiServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToStart(assets, options)
    } catch (error) {
      if (attempt === attempts || !String(error).includes('address already in use')) throw error
    }
  }
}

async function tryToStart(assets: string, options: ApiServerOptions): Promise<ApiServer> {
  const programs: Program[] = []
  const stop = async (): Promise<void> => {
    for (const program of programs.toReversed()) await program.stop()
  }
  try {
    const [clientPort, peerPort, port] = await findFreePorts()
    programs.push(startEtcd(join(assets, 'etcd'), clientPort, peerPort))
    const adminToken = randomBytes(24).toString('hex')
    const server = startServer(join(assets, 'kube-apiserver'), {
      port,
      etcdPort: clientPort,
      adminToken,
      ...options,
    })
    programs.push(server)
    const url = `https://127.0.0.1:${port}`
    await waitUntilReady(url, adminToken, programs)
    const certificateAuthority = readFileSync(join(server.folder, 'apiserver.crt'), 'utf8')
    return { url, certificateAuthority, adminToken, assets, folder: server.folder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function startEtcd(path: string, clientPort: number, peerPort: number): Program {
  const folder = makeProgramFolder(path)
  const client = `http://127.0.0.1:${clientPort}`
  const peer = `http://127.0.0.1:${peerPort}`
  return startProgram(path, folder, [
    `--data-dir=${folder}/data`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync=true',
    '--log-level=warn',
  ])
}

function startServer(
  path: string,
  facts: ApiServerOptions & { readonly port: number; readonly etcdPort: number; readonly adminToken: string },
): Program {
  const folder = makeProgramFolder(path)
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  return startProgram(path, folder, [
    `--etcd-servers=http://127.0.0.1:${facts.etcdPort}`,
    `--etcd-compaction-interval=${facts.compactionIntervalSeconds ?? 300}s`,
    '--bind-address=127.0.0.1',
    `--secure-port=${facts.port}`,
    `--cert-dir=${folder}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${write('tokens.csv', `${facts.adminToken},admin,admin,system:masters\n`)}`,
    '--service-account-issuer=https://tideway.example',
    `--service-account-key-file=${write('service-account.pub', publicKey)}`,
    `--service-account-signing-key-file=${write('service-account.key', privateKey)}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    // It would publish a loopback address for the service `kubernetes`, which is refused.
    '--endpoint-reconciler-type=none',
    '--v=0',
  ])
}

async function waitUntilReady(url: string, token: string, programs: readonly Program[]): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    for (const program of programs) program.check()
    if ((await askReady(url, token)) === 200) return
    if (Date.now() > deadline) throw new Error(`${url} was not ready within ${readyWithinMs} ms`)
    await wait(100)
  }
}

// Only here the certificate is not checked: until the server is ready, it may not have made one.
function askReady(url: string, token: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` }
    request(`${url}/readyz`, { headers, rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume().once('close', () => resolve(answer.statusCode))
    })
      .once('error', () => resolve(undefined))
      .end()
  })
}

async function findFreePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            resolve(address === null || typeof address === 'string' ? 0 : address.port)
          })
        }),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  const [first = 0, second = 0, third = 0] = ports
  return [first, second, third]
}
