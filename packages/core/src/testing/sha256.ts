// The only place outside tests that needs Node.js: elsewhere a program passes its own digest in `Call.sha256`.
import { createHash } from 'node:crypto'

/** SHA-256 (FIPS 180-4) of the UTF-8 bytes of a text, in 64 lower-case hexadecimal digits; for tests in Node.js. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
