import type { FieldChange } from '../compare/field-change.ts'
import { formatPath } from '../model/field-path.ts'
import { type DecidedChange, requireEvidence } from './decide-change.ts'
import { matchesGlob } from './matches-glob.ts'

/** Where a forced publish may overwrite the authority: everywhere, in some units, at some fields. */
export interface ForceScope {
  /** Unit names or globs; default: all units. */
  readonly units?: readonly string[] | undefined
  /** Field paths as JSON Pointers or globs, each with all below it; default: all fields. */
  readonly paths?: readonly string[] | undefined
}

/**
 * Takes the source's value for every change in scope, whatever the policy said, but for what the server itself
 * sets and what is ignored.
 */
export function forceChanges(
  decided: readonly DecidedChange[],
  unit: string,
  scope: ForceScope,
): readonly DecidedChange[] {
  if (!isInScope(scope, unit)) return decided
  return decided.map((item) => {
    if (item.verdict === 'take' || !isForcible(item.change, scope)) return item
    const forced = {
      ...item,
      verdict: 'take',
      rule: 'force',
      reason: 'forced',
      beat: [item.rule, ...item.beat],
    } as const
    return requireEvidence(forced, { target: 'right' })
  })
}

/** True where a scope covers a unit, or some of its fields. */
export function isInScope({ units }: ForceScope, unit: string): boolean {
  return units === undefined || units.some((glob) => matchesGlob(glob, unit))
}

/** True where a scope covers a field, given as a JSON Pointer. */
export function isForcedPath({ paths }: ForceScope, path: string): boolean {
  return (
    paths === undefined || paths.some((glob) => matchesGlob(glob, path) || matchesGlob(`${glob}/**`, path))
  )
}

function isForcible(change: FieldChange, scope: ForceScope): boolean {
  if (change.kind !== 'conflict' && change.kind !== 'one-side') return false
  return isForcedPath(scope, formatPath(change.path))
}
