import { AdapterError } from '../errors/adapter-error.ts'
import { check } from './check.ts'
import type { HarnessSetup } from './harness.ts'
import type { Register } from './register.ts'

// More requests than any known adapter needs for what the suites ask; a later cut hits nothing, and all goes well.
const cuts = [1, 2, 3, 4, 5]

/** Something to do while a connection is cut. */
export interface CutRequest<Setup extends HarnessSetup> {
  /** What is there before. */
  readonly prepare?: ((setup: Setup) => Promise<void>) | undefined
  /** Answers the error where it was told, and fails where it went well and the answer is not true. */
  readonly run: (setup: Setup) => Promise<unknown>
}

/** Registers the group `connection cut`: at each request in turn the answer is lost, and nobody is told a lie. */
export function describeCuts<Setup extends HarnessSetup>(
  { group, provoked }: Register<Setup>,
  requests: Readonly<Record<string, CutRequest<Setup>>>,
): void {
  group('connection cut', () => {
    for (const [name, { prepare, run }] of Object.entries(requests)) {
      for (const cut of cuts) {
        provoked(
          'connection-cut',
          `${name} tells the truth where the answer to request ${cut} is lost`,
          async (setup) => {
            await prepare?.(setup)
            await setup.provoke('connection-cut', String(cut))
            const error = await run(setup)
            if (error === undefined) return
            check(AdapterError.isInstance(error), `no AdapterError but ${String(error)}`)
          },
        )
      }
    }
  })
}
