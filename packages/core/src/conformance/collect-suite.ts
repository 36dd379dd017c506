import type { RegisterTest, SuiteRunner } from './suite-runner.ts'

/** What became of one test of a suite. */
export interface SuiteResult {
  /** The suite's name, and below it the group's. */
  readonly path: readonly string[]
  readonly test: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly error?: unknown
}

/**
 * Runs a suite without a test runner, one test after the other, and answers what became of each.
 *
 * @example
 * const results = await collectSuite((runner) => sourceSuite(runner, harness))
 * const failed = results.filter((result) => result.outcome === 'failed')
 */
export async function collectSuite(register: (runner: SuiteRunner) => void): Promise<readonly SuiteResult[]> {
  const path: string[] = []
  const tests: {
    readonly path: readonly string[]
    readonly test: string
    readonly body?: () => Promise<void>
  }[] = []
  const add: RegisterTest = (test, body) => tests.push({ path: [...path], test, body })
  const skip: RegisterTest = (test) => tests.push({ path: [...path], test })
  register({
    describe(name, body) {
      path.push(name)
      body()
      path.pop()
    },
    it: Object.assign(add, { skip }),
  })
  const results: SuiteResult[] = []
  for (const { body, ...named } of tests) {
    if (body === undefined) results.push({ ...named, outcome: 'skipped' })
    else {
      const failure = await body().then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      results.push({ ...named, outcome: failure === undefined ? 'passed' : 'failed', ...failure })
    }
  }
  return results
}
