import { renderFailed } from '../render-failed.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the bytes of files as UTF-8, byte order marks included; throws a TidewayError for other bytes. */
export function decodeFiles(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, bytes]) => [path, decodeText(path, bytes)]))
}

function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw renderFailed({ path }, 'it is no UTF-8 text', 'save it as UTF-8', error)
  }
}
