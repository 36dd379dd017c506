import { setTimeout as sleep } from 'node:timers/promises'
import type { DeliveredUnit, Delivery, KubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { type Call, type Endpoint, parseUnit, type UnitRef } from '@tideway/core'
import { prepareCluster } from './prepare-cluster.ts'

/** An environment whose units are delivered. */
export interface DeliverySource {
  /** Its name, for messages. */
  readonly name: string
  readonly space: string
  /** For objects that name none. */
  readonly namespace: string
  /** Connects its ConfigHub; asked again where that failed. */
  readonly confighub: () => Promise<Endpoint>
}

/**
 * Brings what ConfigHub holds to an emulated cluster, as Argo CD without self-heal does: at once, and then what is new,
 * every two seconds, until the signal of the call. What is refused or cannot be read is told once, and tried again.
 */
export async function keepDelivering(
  cluster: KubernetesEmulator,
  { name, space, namespace, confighub }: DeliverySource,
  call: Call,
  tell: (text: string) => void,
): Promise<void> {
  const { createDeliverer } = await import('@tideway/adapter-kubernetes/testing')
  const deliverer = createDeliverer({ handle: (request) => cluster.handle(request), namespace })
  let endpoint: Endpoint | undefined
  let before: readonly string[] = []
  while (!call.signal.aborted) {
    let lines: readonly string[]
    try {
      endpoint ??= await confighub()
      const units = await readUnits(endpoint, space, call)
      await prepareCluster(cluster, units.flatMap(resourcesOf), namespace)
      lines = describe(await deliverer.deliver(units))
    } catch (error) {
      lines = call.signal.aborted ? [] : [`nothing was delivered: ${String(error)}`]
    }
    if (lines.join() !== before.join()) for (const line of lines) tell(`${name}: ${line}`)
    before = lines
    await sleep(pause, undefined, { signal: call.signal }).catch(() => undefined)
  }
}

const pause = 2000

async function readUnits(endpoint: Endpoint, space: string, call: Call): Promise<readonly DeliveredUnit[]> {
  const { source } = endpoint
  if (source === undefined) throw new TypeError(`${endpoint.name} cannot be read`)
  const refs: UnitRef[] = []
  for await (const item of source.list({}, call)) {
    if (item.kind === 'unreadable') throw item.error
    if (item.kind === 'unit') refs.push(item.head.ref)
  }
  const units: DeliveredUnit[] = []
  for await (const item of source.read(refs, call)) {
    if (item.kind === 'unreadable') throw item.error
    if (item.kind === 'absent') continue
    const { ref, revision } = item.head
    units.push({ space, unit: ref.unit, revision: Number(revision), text: item.text })
  }
  return units
}

function resourcesOf({ text }: DeliveredUnit) {
  const parsed = parseUnit(text)
  return parsed.kind === 'parsed' ? parsed.resources : []
}

/** A line for each unit, and one for each object that was refused. */
function describe(report: readonly Delivery[]): readonly string[] {
  const units = [...new Set(report.map(({ unit }) => unit))].toSorted()
  return units.flatMap((unit) => {
    const mine = report.filter((delivery) => delivery.unit === unit)
    const count = (kind: Delivery['kind']) => mine.filter((delivery) => delivery.kind === kind).length
    const refused = mine.filter(({ kind }) => kind === 'refused')
    return [
      `delivered ${unit}: ${count('applied')} applied, ${count('deleted')} deleted`,
      ...refused.map(({ object = 'its text', message = '' }) => `  ${object} was refused: ${message}`),
    ]
  })
}
