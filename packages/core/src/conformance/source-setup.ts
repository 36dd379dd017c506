import type { HarnessSetup } from './harness.ts'

/** A store of units, for `sourceSuite`. */
export interface SourceSetup extends HarnessSetup {
  /** Puts units into the store, so that the endpoint yields exactly these texts. */
  seed(units: Readonly<Record<string, string>>): Promise<void>
  /** Unusual names that the store takes. Default: `0`, `null`, `constructor`, `tostring` and one of 61 characters. */
  readonly oddNames?: readonly string[] | undefined
}
