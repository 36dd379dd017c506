/** Registers a test: its name, and what fails by throwing. */
export type RegisterTest = (name: string, body: () => Promise<void>) => unknown

/** What a suite needs of a test runner; `describe` and `it` of Vitest, Mocha, Jest and `node:test` all fit. */
export interface SuiteRunner {
  readonly describe: (name: string, body: () => void) => unknown
  /** `skip` makes visible what a harness declares to be lacking; without it such tests are left out. */
  readonly it: RegisterTest & { readonly skip?: RegisterTest }
  /**
   * Hears, in one line for a suite, what it covers and what its harness leaves out, and later which check did not come to
   * its end; `console.info` will do.
   */
  readonly report?: ((line: string) => void) | undefined
}
