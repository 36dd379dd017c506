import type { FieldChange } from './field-change.ts'
import { judgeResource, type OneSided } from './one-sided.ts'
import { type Passage, pairMoves, type Relocation } from './pair-moves.ts'

/** A resource that one side took out of one unit and put into another; it may have been edited, too. */
export interface Move extends Relocation {
  readonly side: 'left' | 'right'
}

/** The changes of one unit. */
export interface ChangedUnit {
  readonly unit: string
  readonly changes: readonly FieldChange[]
}

/** Finds the resources that a side deleted in one unit and added in another. */
export function findMoves(units: readonly ChangedUnit[]): readonly Move[] {
  const fates = units.flatMap(({ unit, changes }) =>
    changes.flatMap((change) => {
      const fate = judgeResource(change)
      return fate === undefined ? [] : [{ unit, resource: change.resource, fate }]
    }),
  )
  const passages = (side: OneSided['side'], kind: OneSided['kind']): readonly Passage[] =>
    fates.filter(({ fate }) => fate.side === side && fate.kind === kind)
  return (['left', 'right'] as const).flatMap((side) =>
    pairMoves(passages(side, 'deleted'), passages(side, 'added')).map((move) => ({ ...move, side })),
  )
}
