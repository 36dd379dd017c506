import { AdapterError } from '@tideway/core'
import type { Harness, SinkSetup } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import type { ConfigHubCredentials, ConfigHubOptions } from './config-hub-options.ts'
import { createConfigHub } from './create-config-hub.ts'

/** Where a real server is, and a space of it in which the suite may make and remove units. */
export interface RealServer {
  readonly url: string
  readonly space: string
  readonly credentials: ConfigHubCredentials
}

/** Reads the real server from the environment; undefined where none is named. Throws where it is half named. */
export function findRealServer(variables: NodeJS.ProcessEnv): RealServer | undefined {
  const url = variables['CONFIGHUB_E2E_URL']
  if (!url) return undefined
  const space = variables['CONFIGHUB_E2E_SPACE']
  const token = variables['CONFIGHUB_E2E_TOKEN']
  const id = variables['CONFIGHUB_E2E_WORKER_ID']
  const secret = variables['CONFIGHUB_E2E_WORKER_SECRET']
  if (!space) throw new Error('CONFIGHUB_E2E_URL needs CONFIGHUB_E2E_SPACE, a space to try things in')
  if (token) return { url, space, credentials: { kind: 'token', token } }
  if (id && secret) return { url, space, credentials: { kind: 'worker', id, secret } }
  throw new Error(
    'CONFIGHUB_E2E_URL needs CONFIGHUB_E2E_WORKER_ID and _WORKER_SECRET, or CONFIGHUB_E2E_TOKEN',
  )
}

/**
 * The suites of Source and Sink on a real server. Units are made, read back and removed over a second connection
 * of the adapter, since a server has no back door; nothing is provoked. Its units carry a label of their own,
 * and must not have the names `web`, `db` or `cache` of anybody else's.
 */
export function createRealServerHarness(server: RealServer, run: string): Harness<SinkSetup> {
  const options: ConfigHubOptions = { ...server, labels: { TidewayRun: run } }
  return {
    name: `ConfigHub at ${server.url}`,
    provokes: [],
    secrets: server.credentials.kind === 'worker' ? [server.credentials.secret] : [],
    async setup() {
      const call = createTestCall({ runId: run, now: Date.now })
      const endpoint = await createConfigHub(options).connect(call)
      const { source, sink, ...other } = await createConfigHub(options).connect(call)
      if (source === undefined || sink === undefined) throw new Error('ConfigHub is source and sink')
      const read = async (unit: string) => {
        for await (const result of source.read([{ unit }], call)) if (result.kind === 'unit') return result
        return undefined
      }
      const change = async (unit: string, text: string) => {
        const head = (await read(unit))?.head
        const common = { key: unit, ref: { unit }, text, description: 'Changed by hand' }
        const write =
          head === undefined
            ? ({ ...common, kind: 'create', expected: 'absent' } as const)
            : ({ ...common, kind: 'update', expected: head.revision } as const)
        for await (const { kind, error } of sink.write([write], call)) {
          if (kind !== 'written' && kind !== 'unchanged') throw error ?? new Error(`${unit}: ${kind}`)
        }
      }
      return {
        endpoint,
        call,
        change,
        async seed(units) {
          for (const [unit, text] of Object.entries(units)) await change(unit, text)
        },
        async readBack(unit) {
          const found = await read(unit)
          if (found === undefined) return undefined
          const { revision, annotations = {} } = found.head
          return { text: found.text, revision, annotations }
        },
        refusedWrite: (key) => ({ kind: 'purge', key, ref: { unit: '../up' }, expected: 'absent' }),
        provoke: (what) => {
          throw new AdapterError({
            kind: 'unsupported',
            endpoint: endpoint.name,
            message: `a real server does not do ${what} on request`,
            next: 'use the emulator',
          })
        },
        async close() {
          for await (const item of source.list({}, call)) {
            if (item.kind !== 'unit') continue
            const { ref, revision } = item.head
            const purge = { kind: 'purge', key: ref.unit, ref, expected: revision } as const
            for await (const { error } of sink.write([purge], call)) if (error) throw error
          }
          await endpoint.close()
          await other.close()
        },
      }
    },
  }
}
