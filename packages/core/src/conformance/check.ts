/** Fails the test with a message unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Fails the test unless both plain values are the same, whatever the order of their keys; `what` says of what. */
export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  const [was, wanted] = [print(actual), print(expected)]
  check(was === wanted, `${what}: expected ${wanted}, got ${was}`)
}

function print(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (item === undefined) return '(nothing)'
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
