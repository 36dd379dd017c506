import type { ResolvedOptions } from './resolve-options.ts'

/** Writes the ETag of a DataHash (RFC 9110, 8.8.3): quoted, and weak where the options say so. */
export function writeEntityTag(hash: string, options: ResolvedOptions): string {
  return options.weakETags ? `W/"${hash}"` : `"${hash}"`
}

/**
 * Tells whether a list of entity tags, as in If-Match, names a hash; `*` names every one. An unquoted hash
 * is no entity tag, and matches nothing.
 */
export function matchesEntityTag(header: string, hash: string, weak: 'accept' | 'refuse'): boolean {
  return header.split(',').some((part) => {
    const tag = part.trim()
    return tag === '*' || tag === `"${hash}"` || (weak === 'accept' && tag === `W/"${hash}"`)
  })
}
