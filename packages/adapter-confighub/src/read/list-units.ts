import type { Call } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { listPages } from './list-pages.ts'
import { createUnitParser, type ParsedUnit, type RemoteUnit } from './remote-unit.ts'

/**
 * Lists the units of a space that a `where` expression matches; an empty one matches all. With `texts`, units
 * of servers where a unit carries its text have it.
 */
export async function* listUnits(
  space: SpaceAccess,
  where: string,
  call: Call,
  want: 'heads' | 'texts' = 'heads',
): AsyncGenerator<ParsedUnit> {
  const { client, options, spaceId, driver } = space
  const parse = createUnitParser(options.endpoint, call)
  const select = want === 'texts' ? driver.textFields : driver.headFields
  const request = {
    method: 'GET',
    path: `/api/space/${spaceId}/unit`,
    query: { where, select, limit: driver.pages ? `${options.pageSize}` : undefined },
    purpose: `list the units of space ${options.space}`,
  } as const
  for await (const { elements, requestId } of listPages(client, request, options.endpoint, call)) {
    for (const element of elements) yield parse(element, requestId)
  }
}

/** Finds a unit by its slug, which must be a legal one. Throws an `AdapterError` where that cannot be told. */
export async function findUnit(
  space: SpaceAccess,
  slug: string,
  call: Call,
  want: 'heads' | 'texts' = 'heads',
): Promise<RemoteUnit | undefined> {
  for await (const item of listUnits(space, `Slug = '${slug}'`, call, want)) {
    if (item.kind === 'malformed') throw item.error
    if (item.unit.slug === slug) return item.unit
  }
  return undefined
}
