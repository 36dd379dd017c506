import { type Metadata, parseMetadata } from './metadata.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'

const patchable: readonly string[] = [
  'Slug',
  'DisplayName',
  'Labels',
  'Annotations',
  'DeleteGates',
  'LastChangeDescription',
  'Version',
] satisfies (keyof Metadata)[]

/**
 * Checks the shape of a merge patch for a unit. Throws a 400 refusal for what is no object or has `Data`, and
 * a 501 for members that the emulator keeps nothing of, such as a target or a change set.
 */
export function parseUnitPatch(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'Invalid body: expected a merge patch object.')
  }
  if ('Data' in body) parseMetadata(body)
  const foreign = Object.keys(body).find((name) => !patchable.includes(name))
  if (foreign !== undefined) throw notModelled(`a PATCH of ${foreign}`)
  return body
}
