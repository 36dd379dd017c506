import type { FieldChange } from '../compare/field-change.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The resources from which a capture would take a field that nothing declares: it may be a default of the server's. */
export function findUndeclared(decided: readonly DecidedChange[]): ReadonlySet<ResourceKey> {
  const taken = decided.filter(({ verdict, change }) => verdict === 'take' && isUndeclared(change))
  return new Set(taken.map(({ change }) => change.resource))
}

/** True for a live field that ConfigHub does not have, and did not have when it was delivered. */
export function isUndeclared({ path, left, right, base }: FieldChange): boolean {
  const hadNone = base.kind === 'unknown' ? !base.existed : base.value === undefined
  return path.length > 0 && left !== undefined && right === undefined && hadNone
}
