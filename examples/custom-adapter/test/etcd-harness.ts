import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type {
  ArchiveSetup,
  HistoryHarness,
  HistorySetup,
  Provocation,
  SinkSetup,
} from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { createEtcd } from '../src/create-etcd.ts'
import { createEtcdClient } from '../src/etcd-client.ts'

const statuses: Readonly<Partial<Record<Provocation, number>>> = {
  unauthorized: 401,
  forbidden: 403,
  'rate-limited': 429,
  unavailable: 503,
}
const token = 'very.secret+token'
const provokes: readonly Provocation[] = [
  'unreadable',
  'cut-listing',
  'lost-answer',
  'connection-cut',
  'stalled',
  'unauthorized',
  'forbidden',
  'rate-limited',
  'unavailable',
]

/** The suites of every ability, on a real etcd; each test has a prefix of its own. */
export function createEtcdHarness(url: string): HistoryHarness & {
  setup(): Promise<HistorySetup & SinkSetup & Omit<ArchiveSetup, 'readBack'>>
} {
  return {
    name: 'etcd',
    provokes,
    secrets: [token],
    authors: ['publish', 'capture', 'person'],
    async setup() {
      const prefix = `/${randomUUID()}`
      const faults: ((
        path: string,
        body: string,
        send: () => Promise<Response>,
      ) => Promise<Response> | undefined)[] = []
      let sent = 0
      const faulty: typeof fetch = (input, init) => {
        sent += 1
        // Authentication is off on this server, which then refuses a token; only its way into errors is tested.
        const send = () => fetch(input, { ...init, headers: { 'Content-Type': 'application/json' } })
        for (const fault of faults) {
          const answer = fault(String(input), String(init?.body), send)
          if (answer !== undefined) return answer
        }
        return send()
      }
      const call = createTestCall()
      // Past the endpoint: another client, without faults.
      const direct = createEtcdClient({ url, prefix })
      const put = async (key: string, value: object) => {
        const revision = (await direct.get(key, call))?.mod_revision ?? '0'
        await direct.replace(key, revision, value, call)
      }
      const change = (unit: string, text: string, description = 'by hand') =>
        put(`/units/${unit}`, { text, description })
      const cutOnce = (isHit: (path: string, body: string) => boolean) => {
        let isDone = false
        faults.push((path, body, send) => {
          if (isDone || !isHit(path, body)) return undefined
          isDone = true
          return send().then(() => Promise.reject(new TypeError('fetch failed')))
        })
      }
      return {
        endpoint: await createEtcd({ url, prefix, token, pageSize: 1, fetch: faulty }).connect(call),
        call,
        change,
        async seed(units) {
          for (const [unit, text] of Object.entries(units)) await change(unit, text)
        },
        async seedHistory(unit, revisions) {
          for (const { text, description } of revisions) await change(unit, text, description)
        },
        async readBack(unit) {
          const entry = await direct.get(`/units/${unit}`, call)
          if (entry === undefined) return undefined
          return { text: JSON.parse(entry.value).text, revision: entry.mod_revision, annotations: {} }
        },
        refusedWrite: (key) => ({ kind: 'purge', key, ref: { unit: '../up' }, expected: 'absent' }),
        requests: () => sent,
        async provoke(what, name) {
          const status = statuses[what]
          if (status !== undefined) faults.push(async () => Response.json({ message: token }, { status }))
          if (what === 'unreadable')
            await put(name === undefined ? '/archive' : `/units/${name}`, { text: 1, files: 1 })
          if (what === 'lost-answer') cutOnce((path) => path.endsWith('/txn'))
          if (what === 'cut-listing') {
            let count = 0
            cutOnce((_, body) => body.includes('range_end') && ++count === 2)
          }
          if (what === 'connection-cut') {
            let count = 0
            cutOnce(() => ++count === Number(name))
          }
          if (what === 'stalled') {
            faults.push((_path, _body, send) => wait(300).then(send))
          }
        },
        close: async () => {},
      }
    },
  }
}
