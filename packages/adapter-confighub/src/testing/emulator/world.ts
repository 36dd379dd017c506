import type { ResolvedOptions } from './resolve-options.ts'
import type { Store } from './store.ts'

/** What every operation of the emulator works on. */
export interface World {
  readonly store: Store
  readonly options: ResolvedOptions
  readonly organizationId: string
}
