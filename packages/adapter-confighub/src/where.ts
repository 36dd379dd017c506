// One list per request line: servers and proxies commonly take 8 KiB of it (nginx, large_client_header_buffers),
// which is met before the 8192 characters that ConfigHub's `where` may have.
const longestEncodedList = 6000

// Bounds how many texts one answer brings at once.
const mostUnitsAtOnce = 200

/** Joins conditions with AND, the only connective that ConfigHub's `where` has; absent and empty ones drop out. */
export function joinWhere(conditions: readonly (string | undefined)[]): string {
  return conditions.filter((condition) => condition !== undefined && condition !== '').join(' AND ')
}

/** The condition that a label has a value. */
export function labelCondition(key: string, value: string): string {
  return `Labels.${key} = '${value}'`
}

/** Conditions that together match the given slugs, each once, and each short enough for one request. */
export function slugConditions(slugs: Iterable<string>): readonly SlugCondition[] {
  const chunks: SlugCondition[] = []
  let chunk: string[] = []
  let length = 0
  const flush = () => {
    if (chunk.length > 0) chunks.push({ slugs: chunk, where: `Slug IN (${chunk.map(quote).join(', ')})` })
    chunk = []
    length = 0
  }
  for (const slug of new Set(slugs)) {
    const added = new URLSearchParams({ where: `${quote(slug)}, ` }).toString().length
    if (length + added > longestEncodedList || chunk.length === mostUnitsAtOnce) flush()
    chunk.push(slug)
    length += added
  }
  flush()
  return chunks
}

/** A condition and the slugs that it matches. */
export interface SlugCondition {
  readonly slugs: readonly string[]
  readonly where: string
}

function quote(slug: string): string {
  return `'${slug}'`
}
