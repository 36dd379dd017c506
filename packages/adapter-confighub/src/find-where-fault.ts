/**
 * Why a `where` expression of a user's cannot be joined to others with AND, which it must be; undefined where it
 * can. ConfigHub's language has no OR, no parentheses around conditions, and no way to write a quote or a
 * backslash within a literal (sdk, core/cubapi/query.go).
 */
export function findWhereFault(expression: string): string | undefined {
  if (expression.includes('\\')) return 'may hold no backslash, which ConfigHub cannot express'
  if ((expression.match(/'/g) ?? []).length % 2 === 1) {
    return 'has a quote without its other half; a quote within a literal cannot be expressed'
  }
  const outside = expression.replace(/'[^']*'/g, "''")
  if (/''''/.test(outside))
    return 'doubles a quote, which does not escape it; such a literal cannot be expressed'
  if (/\bOR\b/i.test(outside)) return 'joins conditions with OR, which ConfigHub does not have'
  if (/^\s*AND\b|\bAND\s*$/i.test(outside)) return 'begins or ends with AND'
  if (/(^|\bAND)\s*\(/i.test(outside))
    return 'puts parentheses around conditions, which ConfigHub does not have'
  return undefined
}
