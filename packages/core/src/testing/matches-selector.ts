import type { JsonObject } from '../model/json.ts'

/**
 * Tells whether labels match a selector of equalities and existence: `app=shop,tier!=db,!legacy,owner`.
 * Set-based requirements (`in`, `notin`) throw a RangeError.
 */
export function matchesSelector(labels: JsonObject, selector: string): boolean {
  if (selector.trim() === '') return true
  return selector.split(',').every((part) => matchesRequirement(labels, part.trim()))
}

function matchesRequirement(labels: JsonObject, requirement: string): boolean {
  const parts = /^(!?)([^\s!=()]+)(?:\s*(==?|!=)\s*([^\s!=()]*))?$/.exec(requirement)
  const [, not, key = '', operator, value] = parts ?? []
  if (parts === null || (not === '!' && operator !== undefined)) {
    throw new RangeError(`not a selector of equalities: ${requirement}`)
  }
  if (operator === undefined) return Object.hasOwn(labels, key) === (not === '')
  return (labels[key] === value) === (operator !== '!=')
}
