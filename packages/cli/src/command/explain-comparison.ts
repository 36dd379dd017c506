import { type FieldChange, formatPath, type Normalization, normalize, type RawResources } from '@tideway/core'

/**
 * Says which rule covers what: one line for every field that a canonical rule changed on a side, and one for every
 * difference that needs no decision.
 */
export function explainComparison(
  sides: readonly [left: RawResources, right: RawResources],
  covered: readonly FieldChange[],
  normalization: Normalization,
): readonly string[] {
  const canonical = sides.flatMap((resources, index) =>
    Object.entries(resources).flatMap(([key, resource]) =>
      normalize(resource, normalization).fired.map(
        ({ rule, path }) => `${index === 0 ? 'left' : 'right'} ${key} ${path}: ${rule}`,
      ),
    ),
  )
  const differences = covered.map(
    ({ resource, path, kind, rule }) => `${resource} ${formatPath(path)}: ${kind}, ${rule}`,
  )
  return [`rules ${normalization.version}`, ...canonical, ...differences]
}
