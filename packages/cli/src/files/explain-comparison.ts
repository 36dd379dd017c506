import { type FieldChange, formatPath, type Normalization, normalize, type RawResources } from '@tideway/core'

/** One unit with the differences that a rule covers. */
export interface ExplainedUnit {
  /** What stands before each line; empty for a single file. */
  readonly prefix: string
  readonly left: RawResources
  readonly right: RawResources
  readonly covered: readonly FieldChange[]
}

/**
 * Says which rule covers what: one line for every field that a canonical rule changed on a side, and one for every
 * difference that needs no decision.
 */
export function explainComparison(
  units: readonly ExplainedUnit[],
  normalization: Normalization,
): readonly string[] {
  return [`rules ${normalization.version}`, ...units.flatMap((unit) => explainUnit(unit, normalization))]
}

function explainUnit(
  { prefix, left, right, covered }: ExplainedUnit,
  normalization: Normalization,
): readonly string[] {
  const canonical = [left, right].flatMap((resources, index) =>
    Object.entries(resources).flatMap(([key, resource]) =>
      normalize(resource, normalization).fired.map(
        ({ rule, path }) => `${prefix}${index === 0 ? 'left' : 'right'} ${key} ${path}: ${rule}`,
      ),
    ),
  )
  // Without a rule, it is the keys of a list that tell its elements apart in any order.
  const differences = covered.map(
    ({ resource, path, kind, rule = 'list keys' }) =>
      `${prefix}${resource} ${formatPath(path)}: ${kind}, ${rule}`,
  )
  return [...canonical, ...differences]
}
