/**
 * Tells whether a text has the form of a value that kubeseal has sealed: base64 of a two-byte length, a session key
 * of that many bytes under RSA, and what AES-GCM made of the value (sealed-secrets, `pkg/crypto/crypto.go`).
 */
export function isSealedValue(text: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return false
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const length = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)
  const isKey = length >= 128 && length <= 1024 && length % 64 === 0
  return isKey && bytes.length >= 2 + length + tagBytes
}

/** AES-GCM adds 16 bytes, to an empty value too. */
const tagBytes = 16
