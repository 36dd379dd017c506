import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { listPages } from '../read/list-pages.ts'
import type { SpaceAccess } from '../space-access.ts'

const element = z.object({
  Error: z
    .object({
      Message: z.string().nullish(),
      ErrorMetadata: z.object({ EntitySlug: z.string().nullish() }).nullish(),
    })
    .nullish(),
})

/**
 * Has all units of the space that are in one of some ChangeSets leave it, in one request a page. The answer may be
 * of mixed success (207), so every element is looked at. Never fails: what stays open is closed by a later run.
 */
export async function leaveAll(
  space: SpaceAccess,
  changeSetIds: readonly string[],
  call: Call,
): Promise<void> {
  const { client, options, spaceId, driver } = space
  const ids = changeSetIds.map((id) => `'${id}'`).join(', ')
  const purpose = 'close ChangeSets that stopped runs have left open'
  const request = {
    method: 'PATCH',
    path: '/api/unit',
    // This route changes all spaces of the organization.
    query: {
      where: `SpaceID = '${spaceId}' AND ChangeSetID IN (${ids})`,
      limit: driver.pages ? `${options.pageSize}` : undefined,
    },
    headers: { 'Content-Type': 'application/merge-patch+json' },
    body: JSON.stringify({ ChangeSetID: null }),
    // Leaving twice is leaving once.
    repeatable: true,
    purpose,
  } as const
  try {
    for await (const { elements } of listPages(client, request, options.endpoint, call)) {
      for (const item of elements) {
        const parsed = element.safeParse(item)
        if (parsed.success && !parsed.data.Error) continue
        const { Message, ErrorMetadata } = parsed.data?.Error ?? {}
        const unit = ErrorMetadata?.EntitySlug ?? 'one that the server does not name'
        const why = Message ?? 'the server does not say'
        call.logger.warn(`${options.endpoint}: could not ${purpose}: unit ${unit}`, { why })
      }
    }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    call.logger.warn(`${options.endpoint}: could not ${purpose}; a later run does`, { code: error.code })
  }
}
