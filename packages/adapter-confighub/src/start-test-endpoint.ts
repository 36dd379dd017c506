import type {
  Call,
  Delivery,
  Endpoint,
  History,
  Listed,
  ReadResult,
  Sink,
  Source,
  UnitWrite,
  WriteOutcome,
} from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { onTestFinished } from 'vitest'
import type { ConfigHubOptions } from './config-hub-options.ts'
import { createConfigHub } from './create-config-hub.ts'
import { watchExchanges } from './openapi/watch-exchanges.ts'
import { startTestEmulator, type TestEmulator } from './start-test-emulator.ts'
import type { ConfigHubEmulatorOptions } from './testing/emulator/emulator-options.ts'

/** The worker of a test emulator. */
export const worker = {
  id: '11111111-2222-4333-8444-555555555555',
  secret: 'ch_very-secret-worker-key',
  email: 'tideway@acme.example',
} as const

/** A connection, with the abilities that ConfigHub has. */
export interface Connected {
  readonly endpoint: Endpoint
  readonly source: Source
  readonly sink: Sink
  readonly history: History
  readonly delivery: Delivery
}

/** An endpoint on an emulator, for one test. */
export interface TestEndpoint extends TestEmulator, Connected {
  /** How long the adapter wanted to wait; it does not really. */
  readonly waits: readonly number[]
  /** Another connection to the same space. */
  connect(options?: Partial<ConfigHubOptions>): Promise<Connected>
  /** The requests since the last look, as `GET unit_data 200`, without ids. */
  requestsSince(): readonly string[]
}

/** Starts an emulator with the space `prod`, and connects to it as its worker. */
export async function startTestEndpoint(
  options: Partial<ConfigHubOptions> = {},
  emulatorOptions: ConfigHubEmulatorOptions = {},
): Promise<TestEndpoint> {
  const started = await startTestEmulator({ workers: [worker], ...emulatorOptions }, (emulator) => {
    const watched = watchExchanges(emulator, emulatorOptions.generation)
    onTestFinished(watched.assertDescribed)
    return watched.handle
  })
  const waits: number[] = []
  const connect = async (more: Partial<ConfigHubOptions> = {}) => {
    const adapter = createConfigHub({
      url: started.url,
      space: 'prod',
      credentials: { kind: 'worker', id: worker.id, secret: worker.secret },
      sleep: async (milliseconds) => void waits.push(milliseconds),
      ...options,
      ...more,
    })
    const endpoint = await adapter.connect(createTestCall())
    onTestFinished(() => endpoint.close())
    const { source, sink, history, delivery } = endpoint
    if (!source || !sink || !history || !delivery) throw new Error('ConfigHub has all abilities')
    return { endpoint, source, sink, history, delivery }
  }
  const connected = await connect()
  let seen = started.emulator.requests.length
  return {
    ...started,
    ...connected,
    waits,
    connect,
    requestsSince() {
      const fresh = started.emulator.requests.slice(seen)
      seen = started.emulator.requests.length
      return fresh.map(({ method, path, status }) => {
        return `${method} ${path.replace(/\/[0-9a-f-]{36}(?=\/|$)/g, '/*')} ${status}`
      })
    },
  }
}

/** Reads a stream to its end. */
export async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** Sends one write. */
export async function writeOne(
  sink: Sink,
  write: UnitWrite,
  call: Call = createTestCall(),
): Promise<WriteOutcome> {
  const [outcome] = await collect(sink.write([write], call))
  if (outcome === undefined) throw new Error('a write has an outcome')
  return outcome
}

/** Reads one unit. */
export async function readOne(
  source: Source,
  unit: string,
  call: Call = createTestCall(),
): Promise<ReadResult> {
  const [result] = await collect(source.read([{ unit }], call))
  if (result === undefined) throw new Error('a ref has a result')
  return result
}

/** The names of the listed units, sorted; fails where one could not be read or the listing broke off. */
export function listedNames(items: readonly Listed[]): readonly string[] {
  if (items.at(-1)?.kind !== 'complete') throw new Error('the listing broke off')
  return items
    .slice(0, -1)
    .map((item) => {
      if (item.kind !== 'unit') throw new Error(`unexpected ${item.kind}`)
      return item.head.ref.unit
    })
    .toSorted()
}
