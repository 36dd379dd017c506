const chunkSize = 0x8000

/** Encodes a text's UTF-8 bytes in base64 (RFC 4648, section 4), which is how older servers keep `Data`. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const parts: string[] = []
  // A function takes only so many arguments.
  for (let start = 0; start < bytes.length; start += chunkSize) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + chunkSize)))
  }
  return btoa(parts.join(''))
}

/** Decodes base64 to the text whose UTF-8 bytes it holds; undefined for what is neither. */
export function decodeBase64(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
