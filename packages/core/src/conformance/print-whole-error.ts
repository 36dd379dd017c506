/**
 * Everything that a program could print of an error: message, stack, every property, hidden ones too, and the
 * same of its causes.
 */
export function printWholeError(error: unknown): string {
  const seen = new Set<unknown>()
  const parts: string[] = []
  const open: unknown[] = [error]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value === 'string') parts.push(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (value instanceof Map || value instanceof Set || value instanceof Headers) open.push([...value])
    for (const name of Reflect.ownKeys(value)) {
      parts.push(String(name))
      open.push(Reflect.get(value, name))
    }
  }
  return parts.join('\n')
}
