import type { UnitWrite } from '../contract/sink.ts'
import type { RevisionToken } from '../contract/unit-ref.ts'
import type { SourceSetup } from './source-setup.ts'

/** What a store holds of a unit, as a harness reads it back. */
export interface ReadBackUnit {
  /** Empty for a withdrawn unit. */
  readonly text: string
  readonly revision: RevisionToken
  readonly annotations: Readonly<Record<string, string>>
}

/** A store of units that can be written, for `sinkSuite`. */
export interface SinkSetup extends SourceSetup {
  /** What the store holds; undefined: no record of the unit. */
  readBack(unit: string): Promise<ReadBackUnit | undefined>
  /** Somebody else writes a unit. */
  change(unit: string, text: string): Promise<void>
  /** A write that the store refuses for what it is, with the given key. */
  refusedWrite(key: string): UnitWrite
}
