import type { Harness, HarnessSetup, Provocation } from './harness.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers tests that each meet a store of their own. */
export interface Register<Setup extends HarnessSetup> {
  readonly harness: Harness<Setup>
  /** The whole suite of an ability; afterwards the runner hears what it covers. */
  suite(ability: string, body: () => void): void
  group(name: string, body: () => void): void
  test(name: string, body: (setup: Setup) => Promise<void>): void
  /** A test that the harness has to provoke something for; skipped where it cannot. */
  provoked(what: Provocation, name: string, body: (setup: Setup) => Promise<void>): void
  skip(name: string): void
  /** Tells the runner something that a check found worth knowing, in one line. */
  report(line: string): void
}

/** Binds a runner and a harness: every test sets up its own store and closes it. */
export function createRegister<Setup extends HarnessSetup>(
  runner: SuiteRunner,
  harness: Harness<Setup>,
): Register<Setup> {
  const groups = new Set<string>()
  const missing = new Set<Provocation>()
  let tests = 0
  const test = (name: string, body: (setup: Setup) => Promise<void>) => {
    tests += 1
    runner.it(name, async () => {
      const setup = await harness.setup()
      try {
        await body(setup)
      } finally {
        await setup.close()
      }
    })
  }
  const skip = (name: string) => {
    runner.it.skip?.(name, async () => {})
  }
  return {
    harness,
    suite(ability, body) {
      const name = `${ability} of ${harness.name}`
      runner.describe(name, body)
      const lacks = missing.size === 0 ? 'nothing left out' : `left out: ${[...missing].join(', ')}`
      runner.report?.(`${name}: ${tests} checks in ${groups.size} groups; ${lacks}`)
    },
    group(name, body) {
      groups.add(name)
      runner.describe(name, body)
    },
    test,
    provoked(what, name, body) {
      if (harness.provokes.includes(what)) test(name, body)
      else {
        missing.add(what)
        skip(`${name} (the harness does not provoke "${what}")`)
      }
    },
    skip,
    report: (line) => void runner.report?.(line),
  }
}
