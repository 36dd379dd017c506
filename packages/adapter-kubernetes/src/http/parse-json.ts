/**
 * Parses JSON without losing a digit: integers past 2^53 become bigint.
 * Throws a SyntaxError for anything else than JSON.
 */
export function parseJson(text: string): unknown {
  // The reviver visits every value; few answers hold a number that is long enough to need it.
  return /\d{16}/.test(text) ? JSON.parse(text, keepInteger) : JSON.parse(text)
}

function keepInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
}
