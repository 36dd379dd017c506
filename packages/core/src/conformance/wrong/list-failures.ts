import { collectSuite } from '../collect-suite.ts'
import type { Harness, HarnessSetup } from '../harness.ts'
import type { SuiteRunner } from '../suite-runner.ts'

/** A check that failed: the group that it is in, and its error as text. */
export interface Failure {
  readonly group: string | undefined
  readonly error: string
}

/** Runs a suite on setups that are changed, and answers what failed. */
export async function listFailures<Setup extends HarnessSetup>(
  suite: (runner: SuiteRunner, harness: Harness<Setup>) => void,
  harness: Harness<Setup>,
  change: (setup: Setup) => Setup = (setup) => setup,
): Promise<readonly Failure[]> {
  const changed = { ...harness, setup: async () => change(await harness.setup()) }
  const results = await collectSuite((runner) => suite(runner, changed))
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ path, error }) => ({ group: path[1], error: String(error) }))
}
