import type { Call } from '@tideway/core'
import { z } from 'zod'
import { parseValue } from '../http/parse-value.ts'
import { listPages } from '../read/list-pages.ts'
import type { SpaceAccess } from '../space-access.ts'

/** A ChangeSet, as far as it matters. */
export interface RemoteChangeSet {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

const envelopes: z.ZodType<readonly RemoteChangeSet[]> = z.array(
  z
    .object({ ChangeSet: z.object({ ChangeSetID: z.guid(), CreatedAt: z.iso.datetime({ offset: true }) }) })
    .transform(({ ChangeSet }) => ({
      id: ChangeSet.ChangeSetID,
      createdAt: Date.parse(ChangeSet.CreatedAt),
    })),
)

/** Lists the ChangeSets of a space that a `where` expression matches, newest first. Throws an `AdapterError`. */
export async function listChangeSets(
  { client, options, spaceId }: SpaceAccess,
  where: string,
  call: Call,
): Promise<readonly RemoteChangeSet[]> {
  const purpose = `list the ChangeSets of space ${options.space}`
  const request = {
    method: 'GET',
    path: `/api/space/${spaceId}/change_set`,
    query: { where },
    purpose,
  } as const
  const found: RemoteChangeSet[] = []
  const { endpoint } = options
  for await (const { elements, requestId } of listPages(client, request, endpoint, call)) {
    found.push(...parseValue(elements, envelopes, { purpose, endpoint, requestId }))
  }
  return found.sort((left, right) => right.createdAt - left.createdAt)
}
