/** What a field holds: `opaque` fields can be selected, but neither filtered nor ordered by. */
export type FieldKind = 'text' | 'number' | 'time' | 'map' | 'opaque'

/** Which fields `where`, `select` and `order_by` know of a kind of entity. */
export interface Catalogue {
  /** The name of the entity in its envelope. */
  readonly entity: 'Space' | 'Unit' | 'Revision' | 'ChangeSet' | 'UnitEvent'
  readonly id: string
  /** Fields that `select` keeps always. */
  readonly kept: readonly string[]
  readonly fields: Readonly<Record<string, FieldKind>>
}

/** One row of a list: the entity as it is answered, and what else `where` may ask of it. */
export interface Row {
  readonly entity: Readonly<Record<string, unknown>>
  readonly related?: Readonly<Record<string, unknown>>
}
