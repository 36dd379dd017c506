import { renderFailed } from '../render-failed.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a file's bytes as UTF-8, a byte order mark included; throws a TidewayError for other bytes. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw renderFailed({ path }, 'it is no UTF-8 text', 'save it as UTF-8', error)
  }
}
