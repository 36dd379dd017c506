import type { Call } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { listPages } from './list-pages.ts'
import { headFields, type ParsedUnit, parseUnit, type RemoteUnit } from './remote-unit.ts'

/** Lists the units of a space that a `where` expression matches; an empty one matches all. */
export async function* listUnits(space: SpaceAccess, where: string, call: Call): AsyncGenerator<ParsedUnit> {
  const { client, options, spaceId } = space
  const request = {
    method: 'GET',
    path: `/api/space/${spaceId}/unit`,
    query: { where, select: headFields, limit: `${options.pageSize}` },
    purpose: `list the units of space ${options.space}`,
  } as const
  for await (const page of listPages(client, request, options.endpoint, call)) {
    for (const element of page) yield parseUnit(element, options.endpoint)
  }
}

/** Finds a unit by its slug, which must be a legal one. Throws an `AdapterError` where that cannot be told. */
export async function findUnit(
  space: SpaceAccess,
  slug: string,
  call: Call,
): Promise<RemoteUnit | undefined> {
  for await (const item of listUnits(space, `Slug = '${slug}'`, call)) {
    if (item.kind === 'malformed') throw item.error
    if (item.unit.slug === slug) return item.unit
  }
  return undefined
}
