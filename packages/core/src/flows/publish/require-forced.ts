import { type ForceScope, isForcedPath, isInScope } from '../../decide/force.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { formatPath } from '../../model/field-path.ts'
import { findNearestWord } from '../../model/find-nearest-word.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import { gitAndConfigHub, type Stock } from '../stock/stock.ts'

/**
 * Checks that every unit and field that is to be forced is there: who mistyped one must not believe that it was forced.
 * A field is looked for only where something differs. Throws `TIDEWAY_NOT_FOUND`.
 */
export function requireForced(scope: ForceScope | undefined, stock: Stock, plan: PublishPlan): void {
  if (scope === undefined) return
  const units = new Set([...stock.heads.keys(), ...stock.differing.map(({ unit }) => unit)])
  for (const { unit } of stock.unreadable) units.add(unit)
  for (const glob of scope.units ?? []) {
    if ([...units].some((unit) => isInScope({ units: [glob] }, unit))) continue
    throw matchesNothing(
      `unit ${JSON.stringify(glob)}`,
      'unit of either side',
      findNearestWord(glob, [...units]),
    )
  }
  const paths = plan.units
    .filter(({ stock: { unit } }) => isInScope(scope, unit))
    .flatMap(({ decided }) => decided.map(({ change }) => formatPath(change.path)))
  if (paths.length === 0) return
  for (const glob of scope.paths ?? []) {
    if (paths.some((path) => isForcedPath({ paths: [glob] }, path))) continue
    throw matchesNothing(
      `path ${JSON.stringify(glob)}`,
      `field in which ${gitAndConfigHub.left} and ${gitAndConfigHub.right} differ`,
      findNearestWord(glob, paths),
    )
  }
}

function matchesNothing(what: string, where: string, nearest: string | undefined): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_NOT_FOUND',
    message: `nothing was forced and nothing written: ${what} matches no ${where}`,
    next: nearest === undefined ? 'see what differs with --dry-run' : `did you mean ${nearest}?`,
  })
}
