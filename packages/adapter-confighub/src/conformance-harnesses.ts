import type {
  DeliverySetup,
  Harness,
  HistoryHarness,
  Provocation,
  SinkSetup,
} from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import type { ConfigHubOptions } from './config-hub-options.ts'
import { createConfigHub } from './create-config-hub.ts'
import { watchExchanges } from './openapi/watch-exchanges.ts'
import { provocationFault, provocations } from './provocation-fault.ts'
import { worker } from './start-test-endpoint.ts'
import { createConfigHubEmulator } from './testing/emulator/create-confighub-emulator.ts'
import type { Bridge, ConfigHubEmulatorOptions } from './testing/emulator/emulator-options.ts'
import { serve } from './testing/emulator/serve.ts'

/** A reading of what is not established, and how the adapter is told to meet it. */
export interface Reading {
  readonly emulator?: ConfigHubEmulatorOptions
  readonly adapter?: Partial<ConfigHubOptions>
}

/** The suites of Source and Sink on an emulator behind loopback, under the given reading of what is not established. */
export function createSinkHarness(name: string, reading: Reading): Harness<SinkSetup> {
  const isConditional = reading.adapter?.driver !== 'document-unconditional'
  return {
    name,
    provokes: provocations,
    lacks: isConditional ? [] : ['capabilities.conditionalWrites'],
    secrets: [worker.secret],
    setup: () => startSetup(reading),
  }
}

/** The suite of History. A start revision of the server's own would be one more than the suite has made. */
export function createHistoryHarness(name: string, reading: Reading): HistoryHarness {
  return {
    name,
    provokes: provocations,
    secrets: [worker.secret],
    authors: ['publish', 'capture', 'person', 'automation'],
    async setup() {
      let byServer: string | undefined
      const trigger = () => byServer
      const started = await startSetup({
        ...reading,
        emulator: { ...reading.emulator, emptyStartRevision: false, triggers: [trigger] },
      })
      return {
        ...started,
        async seedHistory(unit, revisions) {
          for (const { text, description, by } of revisions) {
            byServer = by === 'automation' ? text : undefined
            await started.change(
              unit,
              by === 'automation' ? `${text}# before its trigger\n` : text,
              description,
            )
          }
          byServer = undefined
        },
      }
    },
  }
}

/** The suite of Delivery, on a server that applies. One that releases does not know what is live. */
export function createDeliveryHarness(name: string): Harness<DeliverySetup> {
  return {
    name,
    provokes: provocations,
    secrets: [worker.secret],
    async setup() {
      const failures = new Map<string, string>()
      const bridge: Bridge = ({ slug }) => {
        const failure = failures.get(slug)
        return failure === undefined ? 'live' : { failure }
      }
      const emulator = { generation: 'document', targetNewUnits: true, bridge } as const
      const started = await startSetup({ emulator })
      return {
        ...started,
        async write(unit, text) {
          await started.change(unit, text)
          return (await started.readBack(unit))?.revision ?? ''
        },
        deliver: async (unit) => started.apply(unit),
        async fail(unit, reason) {
          failures.set(unit, reason)
          started.apply(unit)
        },
      }
    },
  }
}

async function startSetup({ emulator: reading, adapter }: Reading) {
  const emulator = createConfigHubEmulator({ workers: [worker], ...reading })
  emulator.addSpace('prod')
  const watched = watchExchanges(emulator, reading?.generation)
  const { url, close } = await serve(watched.handle)
  const settings: ConfigHubOptions = {
    url,
    space: 'prod',
    credentials: { kind: 'worker', id: worker.id, secret: worker.secret },
    // So that a listing has a second page, which can break off.
    pageSize: 1,
    sleep: async () => undefined,
    ...adapter,
  }
  const call = createTestCall()
  const endpoint = await createConfigHub(settings).connect(call)
  const person = emulator.as('sre@acme.example')
  const change = async (unit: string, text: string, description = 'Changed by hand') => {
    if (emulator.read('prod', unit) === undefined) emulator.addUnit({ space: 'prod', slug: unit })
    person.setData('prod', unit, text, description)
  }
  return {
    endpoint,
    call,
    change,
    apply: (unit: string) => emulator.apply('prod', unit),
    async seed(units: Readonly<Record<string, string>>) {
      for (const [unit, text] of Object.entries(units)) await change(unit, text)
    },
    async readBack(unit: string) {
      const found = emulator.read('prod', unit)
      const revision = `${found?.revisions.at(-1)?.RevisionNum ?? 0}`
      return found && { text: found.text, revision, annotations: found.Annotations }
    },
    refusedWrite: (key: string) =>
      ({ kind: 'purge', key, ref: { unit: '../up' }, expected: 'absent' }) as const,
    requests: () => emulator.requests.length,
    provoke(what: Provocation, unit?: string) {
      const named = what === 'connection-cut' ? unit : emulator.read('prod', unit ?? '')?.UnitID
      emulator.faults.push(provocationFault(what, reading?.generation ?? 'bytes', named))
    },
    async close() {
      await endpoint.close()
      await close()
      watched.assertDescribed()
    },
  }
}
