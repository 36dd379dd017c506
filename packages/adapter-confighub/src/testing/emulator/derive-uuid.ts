import { digest } from './digest.ts'

/**
 * Derives a UUID from a name: the same name always gives the same UUID.
 *
 * Successive names give UUIDs in no order, as on the server, where lists are sorted by id by default.
 */
export function deriveUuid(name: string): string {
  const hex = digest(name)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
