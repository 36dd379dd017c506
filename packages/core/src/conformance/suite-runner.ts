/**
 * Registers a test: its name, and what fails by throwing. Where the runner hands it a context that has `skip`, as
 * Vitest and `node:test` do, a test that finds nothing to try is shown as skipped.
 */
export type RegisterTest = (name: string, body: (...context: readonly unknown[]) => Promise<void>) => unknown

/** What a suite needs of a test runner; `describe` and `it` of Vitest, Mocha, Jest and `node:test` all fit. */
export interface SuiteRunner {
  readonly describe: (name: string, body: () => void) => unknown
  /** `skip` makes visible what a harness does not provoke; without it such tests are left out. */
  readonly it: RegisterTest & { readonly skip?: RegisterTest }
  /**
   * Hears, in one line for a suite, what it covers and what its harness leaves out, and later what a check could not
   * try; `console.info` will do.
   */
  readonly report?: ((line: string) => void) | undefined
}
