import type { Call, WriteOutcome } from '@tideway/core'
import type { RemoteUnit } from '../read/remote-unit.ts'

/** Writes a unit that has joined a ChangeSet. */
export type WriteWithin = (unit: RemoteUnit, changeSetId: string) => Promise<WriteOutcome>

/** The ChangeSets of an endpoint: one a run, named after it. */
export interface ChangeSets {
  /**
   * Has a unit join the run's ChangeSet, writes it, and has it leave again, whatever became of the write.
   * Throws an `AdapterError` where nothing was written.
   */
  within(
    unit: RemoteUnit,
    write: { readonly key: string; readonly description: string },
    call: Call,
    send: WriteWithin,
  ): Promise<WriteOutcome>
}
