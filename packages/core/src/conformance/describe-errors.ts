import type { Call } from '../contract/call.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import { check, checkEqual } from './check.ts'
import type { HarnessSetup, Provocation, ProvokedErrorKind } from './harness.ts'
import { printWholeError } from './print-whole-error.ts'
import type { Register } from './register.ts'

/** Makes one request, and answers the error that it threw or that its outcome carries. */
export type FailingRequest<Setup extends HarnessSetup> = (setup: Setup, call: Call) => Promise<unknown>

/** The requests to fail, by the method's name in the endpoint (`archive.save`), and what a test looks at besides the error. */
export interface ErrorChecks<Setup extends HarnessSetup> {
  readonly requests: Readonly<Record<string, FailingRequest<Setup>>>
  /** What is there before, so that every request has something to ask for. */
  readonly prepare?: ((setup: Setup) => Promise<void>) | undefined
  /** Looks at the store after an aborted request. */
  readonly afterAbort?: ((setup: Setup) => Promise<void>) | undefined
}

// Milliseconds; shorter than any stall.
const shortTime = 20

/**
 * Registers the groups that every suite ends with: `abort`, `time limits`, `error mapping` and `no secret in
 * errors`, each for every request, and `silence` for those that the harness declares to make none.
 */
export function describeErrors<Setup extends HarnessSetup>(
  register: Register<Setup>,
  { requests, prepare, afterAbort }: ErrorChecks<Setup>,
): void {
  const { harness } = register
  const all = Object.entries(requests)
  const kinds = harness.provokes.filter(isErrorKind)
  const cases = all.flatMap(([name, request]) => kinds.map((kind) => ({ name, request, kind })))

  register.group('abort', () => {
    for (const [name, request] of all) {
      register
        .having(name)
        .test(`a cancelled ${name} ends with an error of kind aborted, without effect`, async (setup) => {
          const error = await request(setup, { ...setup.call, signal: AbortSignal.abort() })
          checkEqual(kindOf(error), 'aborted', 'the kind of the error')
          await afterAbort?.(setup)
        })
    }
  })

  register.group('time limits', () => {
    for (const [name, request] of all) {
      const ending = `${name} ends as aborted when its time is up`
      register.asking(name).provoked('stalled', ending, async (setup) => {
        await prepare?.(setup)
        await setup.provoke('stalled')
        const error = await request(setup, { ...setup.call, signal: AbortSignal.timeout(shortTime) })
        checkProvoked(error, 'aborted', 'stalled')
      })
    }
  })

  const silent = all.filter(([name]) => harness.silent?.includes(name))
  if (silent.length > 0) {
    register.group('silence', () => {
      for (const [name, request] of silent) {
        register.test(`${name} asks nothing of the store, as the harness says`, async (setup) => {
          await prepare?.(setup)
          const before = setup.requests?.()
          check(
            before !== undefined,
            'the harness names a method in "silent", and its setup has no "requests"',
          )
          checkEqual(kindOf(await request(setup, setup.call)), 'no error', 'the kind of the error')
          checkEqual(setup.requests?.(), before, 'the number of requests so far')
        })
      }
    })
  }

  register.group('error mapping', () => {
    if (kinds.length === 0) register.skip('the harness provokes no kind of error')
    for (const { name, request, kind } of cases) {
      register.asking(name).test(`${name} tells ${kind} as ${kind}, with a next step`, async (setup) => {
        await prepare?.(setup)
        await setup.provoke(kind)
        const error = await request(setup, setup.call)
        checkProvoked(error, kind, kind)
        check(AdapterError.isInstance(error) && error.next !== '', 'the error says no next step')
      })
    }
  })

  register.group('no secret in errors', () => {
    const secrets = harness.secrets ?? []
    if (secrets.length === 0 || kinds.length === 0) {
      register.skip('the harness names no secret, or provokes no kind of error')
      return
    }
    for (const { name, request, kind } of cases) {
      register
        .asking(name)
        .test(
          `an error of kind ${kind} from ${name} shows no credential, in no cause either`,
          async (setup) => {
            await prepare?.(setup)
            await setup.provoke(kind)
            const printed = printWholeError(await request(setup, setup.call))
            for (const [index, secret] of secrets.entries()) {
              const forms = [secret, encodeURIComponent(secret), btoa(secret)]
              check(
                !forms.some((form) => printed.includes(form)),
                `the error shows secret number ${index + 1}`,
              )
            }
          },
        )
    }
  })
}

function checkProvoked(error: unknown, kind: AdapterErrorKind, what: Provocation): void {
  const blame =
    error === undefined
      ? ` (or the harness’s provoke("${what}") did not bring it about, or the method asks nothing of its store, and the harness does not name it in "silent")`
      : ''
  check(kindOf(error) === kind, `the kind of the error: expected "${kind}", got "${kindOf(error)}"${blame}`)
}

const others: readonly Provocation[] = [
  'unreadable',
  'cut-listing',
  'lost-answer',
  'connection-cut',
  'stalled',
]

function isErrorKind(what: Provocation): what is ProvokedErrorKind {
  return !others.includes(what)
}

function kindOf(error: unknown): string {
  if (AdapterError.isInstance(error)) return error.kind
  return error === undefined ? 'no error' : `no AdapterError but ${String(error)}`
}
