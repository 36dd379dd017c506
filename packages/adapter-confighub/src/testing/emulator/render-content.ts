import { crc32 } from 'node:zlib'
import { digest } from './digest.ts'
import type { World } from './world.ts'

/**
 * Renders what an entity says of its configuration: hash and size on a current server, `Data` in base64 on an
 * older one, with a hash on the units of all but the oldest.
 */
export function renderContent(
  { options }: World,
  entity: 'unit' | 'revision',
  text: string,
): Record<string, unknown> {
  const DataHash = digest(text)
  if (options.generation === 'bytes') return { DataHash, DataSize: Buffer.byteLength(text, 'utf8') }
  const Data = Buffer.from(text, 'utf8').toString('base64')
  const hashed = entity === 'unit' && options.documentHashes
  return {
    ...((Data !== '' || !options.omitEmptyData) && { Data }),
    ...(hashed ? { DataHash } : { ContentHash: crc32(text) }),
  }
}
