import type { Call } from '@tideway/core'
import { z } from 'zod'
import { unitPath } from '../found-space.ts'
import { parseValue } from '../http/parse-value.ts'
import { listPages } from '../read/list-pages.ts'
import { contentHash, dataHash, dataText, hasContent } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'

/** What ConfigHub says of a revision, checked. */
export interface RemoteRevision {
  readonly id: string
  readonly number: number
  readonly description: string
  /** ConfigHub's word for the operation: Update, Resolve, CloneUnit and so on. */
  readonly source: string | undefined
  readonly userId: string
  /** True where no user made it: a trigger, or a link that was resolved. */
  readonly byServer: boolean
  readonly createdAt: string | undefined
  readonly digest: string
}

// UserID of what no user did.
const nobody = '00000000-0000-0000-0000-000000000000'

const fields = z
  .object({
    RevisionID: z.guid(),
    RevisionNum: z.int().positive(),
    Description: z.string().nullish(),
    Source: z.string().nullish(),
    UserID: z.string(),
    CreatedAt: z.string().nullish(),
    DataHash: dataHash.nullish(),
    Data: dataText.nullish(),
    ContentHash: contentHash,
  })
  .refine(hasContent, { path: ['DataHash'], message: 'expected a SHA-256' })

function revisionForm({ sha256 }: Call): z.ZodType<readonly RemoteRevision[]> {
  return z.array(
    z.object({ Revision: fields }).transform(({ Revision: revision }) => ({
      id: revision.RevisionID,
      number: revision.RevisionNum,
      description: revision.Description ?? '',
      source: revision.Source ?? undefined,
      userId: revision.UserID,
      byServer: revision.UserID === nobody || revision.Source === 'Resolve',
      createdAt: revision.CreatedAt ?? undefined,
      digest: revision.DataHash ?? sha256(revision.Data ?? ''),
    })),
  )
}

/** Lists the revisions of a unit whose numbers lie in a range, newest first. Throws an `AdapterError`. */
export async function listRevisions(
  space: SpaceAccess,
  unit: { readonly id: string; readonly slug: string },
  range: { readonly from: number; readonly to: number },
  call: Call,
): Promise<readonly RemoteRevision[]> {
  const { client, options, driver } = space
  const envelopes = revisionForm(call)
  const purpose = `list the revisions of unit ${unit.slug}`
  const where =
    range.from === range.to
      ? `RevisionNum = ${range.to}`
      : `RevisionNum >= ${range.from} AND RevisionNum <= ${range.to}`
  const request = {
    method: 'GET',
    path: unitPath(space, unit.id, '/revision'),
    query: { where, limit: driver.pages ? `${options.pageSize}` : undefined },
    purpose,
  } as const
  const revisions = new Map<number, RemoteRevision>()
  const { endpoint } = options
  for await (const { elements, requestId } of listPages(client, request, endpoint, call)) {
    for (const revision of parseValue(elements, envelopes, { purpose, endpoint, requestId })) {
      revisions.set(revision.number, revision)
    }
  }
  // What a server makes of `order_by` is not established, so the order is made here.
  return [...revisions.values()].sort((left, right) => right.number - left.number)
}
