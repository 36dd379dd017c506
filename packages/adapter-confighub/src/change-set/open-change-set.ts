import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import type { SpaceAccess } from '../space-access.ts'
import { listChangeSets } from './list-change-sets.ts'

/** What the slugs of tideway's ChangeSets begin with. */
export const prefix = 'tideway-'

// The longest slug of ConfigHub's OpenAPI document.
const longest = 128
const answered = z.union([
  z.object({ ChangeSetID: z.guid() }),
  z.object({ ChangeSet: z.object({ ChangeSetID: z.guid() }) }).transform(({ ChangeSet }) => ChangeSet),
])

/** Opens the ChangeSet of a run, or finds it where the run has one, and answers its id. Throws an `AdapterError`. */
export async function openChangeSet(space: SpaceAccess, call: Call): Promise<string> {
  const { client, spaceId } = space
  const slug = `${prefix}${call.runId.replace(/[^A-Za-z0-9._-]/g, '-')}`
    .slice(0, longest)
    .replace(/[._-]+$/, '')
  const request = {
    method: 'POST',
    path: `/api/space/${spaceId}/change_set`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ Slug: slug, Description: `tideway run ${call.runId}` }),
    purpose: `open ChangeSet ${slug}`,
  } as const
  try {
    return (await client.json(request, answered, call)).ChangeSetID
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.kind !== 'lost-race') throw error
    const [existing] = await listChangeSets(space, `Slug = '${slug}'`, call)
    if (existing === undefined) throw error
    return existing.id
  }
}
