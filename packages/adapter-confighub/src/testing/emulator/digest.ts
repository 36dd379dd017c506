import { createHash } from 'node:crypto'

/** Hashes the UTF-8 bytes of a text to SHA-256 in lower-case hex, which is what ConfigHub calls DataHash. */
export function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
