import type { Call, DeliveryStatus } from '@tideway/core'
import { z } from 'zod'
import { unitPath } from '../found-space.ts'
import type { SpaceAccess } from '../space-access.ts'

const event = z.object({
  UnitEventNum: z.int(),
  Status: z.string().nullish(),
  Result: z.string().nullish(),
  Message: z.string().nullish(),
})
// Bare in the OpenAPI document; every other list of ConfigHub has envelopes.
const events = z.array(z.union([event, z.object({ UnitEvent: event }).transform((item) => item.UnitEvent)]))

const ended: readonly string[] = ['Failed', 'Aborted', 'Canceled']

/** What became of the newest attempt to bring a revision, or a later one, to its target. Throws an `AdapterError`. */
export async function readApplyEvent(
  space: SpaceAccess,
  unit: { readonly id: string; readonly slug: string },
  revision: number,
  call: Call,
): Promise<Omit<DeliveryStatus, 'unit'>> {
  const request = {
    method: 'GET',
    path: unitPath(space, unit.id, '/unit_event'),
    query: { where: `Action = 'Apply' AND RevisionNum >= ${revision}` },
    purpose: `ask what became of applying unit ${unit.slug}`,
  } as const
  const found = await space.client.json(request, events, call)
  const [newest] = found.toSorted((left, right) => right.UnitEventNum - left.UnitEventNum)
  const { Status, Result, Message } = newest ?? {}
  const failed = ended.includes(Status ?? '') || Result?.endsWith('Failed') === true
  const words = [Result === 'None' ? Status : (Result ?? Status), Message].filter(Boolean).join(': ')
  if (failed) return { kind: 'failed', reason: words }
  return { kind: 'pending', reason: words === '' ? 'it is being applied' : `it is being applied (${words})` }
}
