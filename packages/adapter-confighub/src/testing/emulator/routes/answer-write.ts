import { renderUnit } from '../render-unit.ts'
import type { UnitRecord } from '../state.ts'
import { readFlag } from './read-flag.ts'
import type { RouteCall } from './route.ts'

/**
 * Stores a changed unit, unless it is what it was or the request is a dry run, and answers the outcome:
 * an older server the bare unit, a current one with remarks.
 */
export function answerWrite(call: RouteCall, before: UnitRecord | undefined, after: UnitRecord): Response {
  if (after !== before && !readFlag(call.query, 'dry_run')) call.world.store.putUnit(after)
  const { entity } = renderUnit(call.world, after)
  if (call.world.options.generation === 'document') return Response.json(entity)
  return Response.json({ Unit: entity, Links: [], Conflicts: [] })
}
