import type { Harness, HarnessSetup, Provocation } from './harness.ts'
import { isLeftOut } from './left-out.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers tests that each meet a store of their own. */
export interface Register<Setup extends HarnessSetup> {
  readonly harness: Harness<Setup>
  /** The whole suite of an ability; afterwards the runner hears what it covers. */
  suite(ability: string, body: () => void): void
  group(name: string, body: () => void): void
  /** A test; where it ends with `leaveOut` it is skipped, and the runner hears why. */
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
  const reasons = new Set<string>()
  let tests = 0
  let suiteName = harness.name
  const test = (name: string, body: (setup: Setup) => Promise<void>) => {
    tests += 1
    // Without a parameter that counts: Mocha and Jest take it for a callback.
    runner.it(name, async (...[context]) => {
      const setup = await harness.setup()
      let reason: string | undefined
      try {
        await body(setup)
      } catch (error) {
        if (!isLeftOut(error)) throw error
        reason = error.leftOut
      } finally {
        await setup.close()
      }
      if (reason === undefined) return
      if (!reasons.has(reason))
        runner.report?.(`${suiteName}: left out "${name}" and what is like it, since ${reason}`)
      reasons.add(reason)
      if (canSkip(context)) context.skip(reason)
    })
  }
  const skip = (name: string) => {
    runner.it.skip?.(name, async () => {})
  }
  return {
    harness,
    suite(ability, body) {
      const name = `${ability} of ${harness.name}`
      suiteName = name
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

function canSkip(context: unknown): context is { skip(reason: string): void } {
  return typeof context === 'object' && context !== null && 'skip' in context
}
