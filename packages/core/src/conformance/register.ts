import type { Harness, HarnessSetup, Provocation } from './harness.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers tests that each meet a store of their own. */
export interface RegisterTests<Setup extends HarnessSetup> {
  test(name: string, body: (setup: Setup) => Promise<void>): void
  /** A test that the harness has to provoke something for; skipped where it cannot. */
  provoked(what: Provocation, name: string, body: (setup: Setup) => Promise<void>): void
}

/** Registers the tests of a suite. What is skipped is known beforehand: the harness has declared it. */
export interface Register<Setup extends HarnessSetup> extends RegisterTests<Setup> {
  readonly harness: Harness<Setup>
  /** The whole suite of an ability; afterwards the runner hears what it covers. */
  suite(ability: string, body: () => void): void
  group(name: string, body: () => void): void
  /** For tests of a member of the endpoint; skipped where the harness says that it is lacking. */
  having(member: string): RegisterTests<Setup>
  /** For tests of what a failing store does to a method; skipped as well where it asks nothing of the store. */
  asking(method: string): RegisterTests<Setup>
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
  const missing = new Set<string>()
  let tests = 0
  const skip = (name: string) => {
    runner.it.skip?.(name, async () => {})
  }
  const leaveOut = (what: string, name: string, reason: string) => {
    missing.add(what)
    skip(`${name} (${reason})`)
  }
  const all: RegisterTests<Setup> = {
    test(name, body) {
      tests += 1
      runner.it(name, async () => {
        const setup = await harness.setup()
        try {
          await body(setup)
        } finally {
          await setup.close()
        }
      })
    },
    provoked(what, name, body) {
      if (harness.provokes.includes(what)) all.test(name, body)
      else leaveOut(what, name, `the harness does not provoke "${what}"`)
    },
  }
  const none = (what: string, reason: string): RegisterTests<Setup> => ({
    test: (name) => leaveOut(what, name, reason),
    provoked: (_, name) => leaveOut(what, name, reason),
  })
  const having = (member: string) => {
    const lacking = findLacking(harness, member)
    return lacking === undefined ? all : none(lacking, `the endpoint lacks "${lacking}"`)
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
    ...all,
    having,
    asking: (method) =>
      harness.silent?.includes(method)
        ? none(method, `the endpoint asks nothing of its store for "${method}"`)
        : having(method),
    skip,
    report: (line) => void runner.report?.(line),
  }
}

// What a harness declares to be lacking, and a member of the endpoint is, or is a part of.
function findLacking({ lacks = [] }: Harness<HarnessSetup>, member: string): string | undefined {
  return lacks.find((lacking) => member === lacking || member.startsWith(`${lacking}.`))
}
