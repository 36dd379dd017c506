import { archiveUnreadable } from '../../archive/unit-base.ts'
import { readUnitSides } from '../../compare/read-unit-sides.ts'
import { parsePath } from '../../model/field-path.ts'
import { pathSetOf } from '../../model/path-set.ts'
import { unreadable } from '../../read/unreadable.ts'
import type { ReadUnit } from './take-unit-stock.ts'

/**
 * Parses both sides of a unit and its base, each distinct text once. Throws a TidewayError for a text that cannot be
 * read; `git` and `confighub` name the endpoints in it. A unit without an entry has never existed.
 */
export function readTrees(
  {
    unit,
    gitText,
    headText,
    entry,
    normalization,
  }: Omit<ReadUnit, 'gitTree' | 'headTree' | 'base' | 'head' | 'inDoubt'>,
  git: string,
  confighub: string,
): Pick<ReadUnit, 'gitTree' | 'headTree' | 'base'> {
  const texts = { base: entry?.base.text, left: gitText, right: headText }
  const sides = readUnitSides(texts, {
    normalization,
    nameOf: (side) => (side === 'base' ? `base/${unit}.yaml` : unit),
  })
  if (sides.kind === 'unreadable') {
    if (sides.side === 'base') throw archiveUnreadable(unit, sides.error)
    throw unreadable(sides.side === 'left' ? git : confighub, `unit ${unit}`, sides.error)
  }
  const { base, left, right } = sides
  const unknown = pathSetOf((entry?.base.unknown ?? []).map(parsePath))
  return { base: { value: base.tree, unknown }, gitTree: left.tree, headTree: right.tree }
}
