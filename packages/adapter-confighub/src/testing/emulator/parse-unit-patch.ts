import { type Metadata, parseMetadata } from './metadata.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

const patchable: readonly string[] = [
  'Slug',
  'DisplayName',
  'Labels',
  'Annotations',
  'DeleteGates',
  'LastChangeDescription',
  'TargetID',
  'Version',
  'ChangeSetID',
] satisfies (keyof Metadata | 'ChangeSetID')[]

/**
 * Checks the shape of a merge patch for a unit. Throws a 400 refusal for what is no object or, on a current
 * server, has `Data`, and a 501 for members that the emulator keeps nothing of.
 */
export function parseUnitPatch({ options }: World, body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'Invalid body: expected a merge patch object.')
  }
  const known = options.generation === 'bytes' ? patchable : [...patchable, 'Data']
  if ('Data' in body && options.generation === 'bytes') parseMetadata(body)
  const foreign = Object.keys(body).find((name) => !known.includes(name))
  if (foreign !== undefined) throw notModelled(`a PATCH of ${foreign}`)
  return body
}
