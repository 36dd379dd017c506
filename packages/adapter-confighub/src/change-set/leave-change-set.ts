import { AdapterError, type Call } from '@tideway/core'
import { unitPath } from '../found-space.ts'
import { getUnit } from '../read/get-unit.ts'
import type { SpaceAccess } from '../space-access.ts'

/**
 * Has a unit leave a ChangeSet, also in a run that was cancelled; a unit that is in another one, or in none,
 * is let alone. Never fails: what stays open is closed by a later run.
 */
export async function leaveChangeSet(
  space: SpaceAccess,
  unit: { readonly id: string; readonly slug: string },
  changeSetId: string,
  call: Call,
): Promise<void> {
  const closing = { ...call, signal: AbortSignal.timeout(space.options.timeoutMs) }
  const purpose = `have unit ${unit.slug} leave the run’s ChangeSet`
  try {
    const found = await getUnit(space, unit.id, unit.slug, closing)
    if (found?.changeSetId !== changeSetId) return
    await space.client.request(
      {
        method: 'PATCH',
        path: unitPath(space, unit.id),
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: JSON.stringify({ ChangeSetID: null }),
        // Leaving twice is leaving once.
        repeatable: true,
        purpose,
      },
      closing,
    )
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    call.logger.warn(`${space.options.endpoint}: could not ${purpose}; a later run does`, {
      code: error.code,
    })
  }
}
