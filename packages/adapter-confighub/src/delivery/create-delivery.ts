import {
  AdapterError,
  type Call,
  type Delivery,
  type DeliveryQuery,
  type DeliveryStatus,
} from '@tideway/core'
import { parseValue } from '../http/parse-value.ts'
import { listPages } from '../read/list-pages.ts'
import { mapConcurrently } from '../read/map-concurrently.ts'
import { refuseSlug } from '../refuse-slug.ts'
import type { SpaceAccess } from '../space-access.ts'
import { slugConditions } from '../where.ts'
import { judgeApply, judgeRelease } from './judge-delivery.ts'
import { readApplyEvent } from './read-apply-event.ts'
import { type RemoteDelivery, remoteDeliveries } from './remote-delivery.ts'

const fields = {
  releases: 'TargetID,LastReleasedRevisionNum,ApplyGates,ValidationErrors',
  applies: 'TargetID,LastAppliedRevisionNum,LiveRevisionNum,ApplyGates',
} as const

/**
 * Creates the delivery of a space's units. It looks and never asks for one: a release takes along whatever all
 * other units of the space hold at that moment, on no condition, so it is for people or a pipeline to make.
 */
export function createDelivery(space: SpaceAccess): Delivery {
  const { endpoint, concurrency } = space.options
  return {
    async *look(queries, call) {
      for (const { ref } of queries) {
        const illegal = refuseSlug(ref.unit, endpoint)
        if (illegal !== undefined) throw illegal
      }
      const chunks = slugConditions(queries.map(({ ref }) => ref.unit))
      const looks = mapConcurrently(chunks, concurrency, async ({ slugs, where }) => {
        const asked = new Set(slugs)
        const units = await listDeliveries(space, where, call)
        return { units, asked: queries.filter(({ ref }) => asked.has(ref.unit)) }
      })
      for await (const { units, asked } of looks) {
        yield* mapConcurrently(asked, concurrency, (query) => judge(space, units, query, call))
      }
    },
  }
}

async function judge(
  space: SpaceAccess,
  units: ReadonlyMap<string, RemoteDelivery>,
  { ref, revision }: DeliveryQuery,
  call: Call,
): Promise<DeliveryStatus> {
  const unit = units.get(ref.unit)
  if (unit === undefined || (ref.id !== undefined && ref.id !== unit.id)) {
    return { unit: ref.unit, kind: 'failed', reason: 'the unit is gone' }
  }
  const number = readRevision(space, ref.unit, revision)
  if (space.driver.delivers === 'releases') return { unit: ref.unit, ...judgeRelease(unit, number) }
  const judged = judgeApply(unit, number)
  return {
    unit: ref.unit,
    ...(judged === 'applying' ? await readApplyEvent(space, unit, number, call) : judged),
  }
}

async function listDeliveries(
  { client, options, spaceId, driver }: SpaceAccess,
  where: string,
  call: Call,
): Promise<ReadonlyMap<string, RemoteDelivery>> {
  const purpose = `ask how far the units of space ${options.space} have come`
  const request = {
    method: 'GET',
    path: `/api/space/${spaceId}/unit`,
    query: {
      where,
      select: fields[driver.delivers],
      limit: driver.pages ? `${options.pageSize}` : undefined,
    },
    purpose,
  } as const
  const found = new Map<string, RemoteDelivery>()
  const { endpoint } = options
  for await (const { elements, requestId } of listPages(client, request, endpoint, call)) {
    for (const unit of parseValue(elements, remoteDeliveries, { purpose, endpoint, requestId })) {
      found.set(unit.slug, unit)
    }
  }
  return found
}

function readRevision(space: SpaceAccess, unit: string, revision: string): number {
  if (/^\d{1,15}$/.test(revision)) return Number(revision)
  throw new AdapterError({
    kind: 'invalid-request',
    endpoint: space.options.endpoint,
    message: `${JSON.stringify(revision)} is no revision of unit ${unit}`,
    next: 'ask about a revision that this endpoint has told',
  })
}
