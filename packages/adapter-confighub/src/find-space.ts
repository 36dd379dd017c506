import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import type { FoundSpace } from './found-space.ts'
import type { Client } from './http/create-client.ts'
import { parseValue } from './http/parse-value.ts'
import { listPages } from './read/list-pages.ts'
import type { ResolvedOptions } from './resolve-options.ts'

const envelopes = z.array(z.object({ Space: z.object({ SpaceID: z.guid(), Slug: z.string() }) }))

/** Finds the configured space by its slug. Throws an `AdapterError` of kind `not-found` where there is none. */
export async function findSpace(client: Client, options: ResolvedOptions, call: Call): Promise<FoundSpace> {
  const { space, endpoint } = options
  const purpose = `look for space ${space}`
  const request = {
    method: 'GET',
    path: '/api/space',
    query: { where: `Slug = '${space}'`, select: 'SpaceID,Slug' },
    purpose,
  } as const
  let last: string | undefined
  for await (const { elements, requestId } of listPages(client, request, endpoint, call)) {
    last = requestId
    const found = parseValue(elements, envelopes, { purpose, endpoint, requestId }).find(
      ({ Space }) => Space.Slug === space,
    )
    if (found !== undefined) return { client, options, spaceId: found.Space.SpaceID }
  }
  throw new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `${options.url} has no space ${space} that these credentials may see`,
    requestId: last,
    next: 'check the slug (cub space list), and that the worker or user may view the space',
  })
}
