import { AdapterError } from '../errors/adapter-error.ts'
import { check } from './check.ts'
import type { HarnessSetup } from './harness.ts'
import type { Register } from './register.ts'

// Far more requests than what the suites ask for should take; it keeps a test from going on for ever.
const mostCuts = 60

/** Something to do while a connection is cut. */
export interface CutRequest<Setup extends HarnessSetup> {
  /** What is there before. */
  readonly prepare?: ((setup: Setup) => Promise<void>) | undefined
  /** Answers the error where it was told, and fails where it went well and the answer is not true. */
  readonly run: (setup: Setup) => Promise<unknown>
}

/**
 * Registers the group `connection cut`: of every request that a method makes, the answer is lost once, and nobody is
 * told a lie.
 */
export function describeCuts<Setup extends HarnessSetup>(
  { group, asking, harness, report }: Register<Setup>,
  requests: Readonly<Record<string, CutRequest<Setup>>>,
): void {
  group('connection cut', () => {
    for (const [name, request] of Object.entries(requests)) {
      asking(name).provoked(
        'connection-cut',
        `${name} tells the truth, whichever of its requests has no answer`,
        async (setup) => {
          const made = await countRequests(setup, request, name)
          if (made > mostCuts)
            report(`${name} of ${harness.name} makes ${made} requests; only the first ${mostCuts} were cut`)
          for (let cut = 1; cut <= Math.min(made, mostCuts); cut++) {
            await cutOne(await harness.setup(), request, cut, `request ${cut} of ${made} of ${name}`)
          }
        },
      )
    }
  })
}

async function countRequests<Setup extends HarnessSetup>(
  setup: Setup,
  { prepare, run }: CutRequest<Setup>,
  name: string,
): Promise<number> {
  const count = () => {
    const made = setup.requests?.()
    check(made !== undefined, 'the harness provokes "connection-cut", and its setup has no "requests"')
    return made
  }
  await prepare?.(setup)
  const before = count()
  const error = await run(setup)
  check(error === undefined, `${name} fails without a cut: ${String(error)}`)
  const made = count() - before
  check(
    made > 0,
    `the setup’s "requests" has counted none of ${name}; where it asks nothing of its store, name it in the harness’s "silent"`,
  )
  return made
}

async function cutOne<Setup extends HarnessSetup>(
  setup: Setup,
  { prepare, run }: CutRequest<Setup>,
  cut: number,
  where: string,
): Promise<void> {
  try {
    await prepare?.(setup)
    await setup.provoke('connection-cut', String(cut))
    const error = await run(setup).catch((cause: unknown) => {
      throw new Error(`after the loss of the answer to ${where}: ${String(cause)}`, { cause })
    })
    if (error === undefined) return
    check(AdapterError.isInstance(error), `no AdapterError after the loss of ${where}, but ${String(error)}`)
  } finally {
    await setup.close()
  }
}
