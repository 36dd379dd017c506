import type { Call } from '../contract/call.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import { check, checkEqual } from './check.ts'
import type { HarnessSetup, Provocation, ProvokedErrorKind } from './harness.ts'
import { leaveOut } from './left-out.ts'
import { printWholeError } from './print-whole-error.ts'
import type { Register } from './register.ts'

/** What a request answers where the endpoint lacks its method, which is one that an adapter may leave out. */
export const lacking: unique symbol = Symbol('lacking')

/**
 * Makes one request, and answers the error that it threw or that its outcome carries, or {@link lacking}.
 */
export type FailingRequest<Setup extends HarnessSetup> = (setup: Setup, call: Call) => Promise<unknown>

/** The requests to fail, by the method's name in the endpoint (`archive.save`), and what a test looks at besides the error. */
export interface ErrorChecks<Setup extends HarnessSetup> {
  readonly requests: Readonly<Record<string, FailingRequest<Setup>>>
  /** What is there before, so that every request has something to ask for. */
  readonly prepare?: ((setup: Setup) => Promise<void>) | undefined
  /** Looks at the store after an aborted request. */
  readonly afterAbort?: ((setup: Setup) => Promise<void>) | undefined
}

const withoutMethod = 'the endpoint lacks this method, which may be left out'

// Milliseconds; shorter than any stall.
const shortTime = 20

/**
 * Registers the groups that every suite ends with: `abort`, `time limits`, `error mapping` and `no secret in
 * errors`, each for every request.
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
      register.test(
        `a cancelled ${name} ends with an error of kind aborted, without effect`,
        async (setup) => {
          const error = await request(setup, { ...setup.call, signal: AbortSignal.abort() })
          if (error === lacking) leaveOut(withoutMethod)
          checkEqual(kindOf(error), 'aborted', 'the kind of the error')
          await afterAbort?.(setup)
        },
      )
    }
  })

  register.group('time limits', () => {
    for (const [name, request] of all) {
      register.provoked('stalled', `${name} ends as aborted when its time is up`, async (setup) => {
        await prepare?.(setup)
        await setup.provoke('stalled')
        const error = await ask(setup, request, { ...setup.call, signal: AbortSignal.timeout(shortTime) })
        checkProvoked(error, 'aborted', 'stalled')
      })
    }
  })

  register.group('error mapping', () => {
    if (kinds.length === 0) register.skip('the harness provokes no kind of error')
    for (const { name, request, kind } of cases) {
      register.test(`${name} tells ${kind} as ${kind}, with a next step`, async (setup) => {
        await prepare?.(setup)
        await setup.provoke(kind)
        const error = await ask(setup, request, setup.call)
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
      register.test(
        `an error of kind ${kind} from ${name} shows no credential, in no cause either`,
        async (setup) => {
          await prepare?.(setup)
          await setup.provoke(kind)
          const printed = printWholeError(await request(setup, setup.call))
          for (const [index, secret] of secrets.entries()) {
            const forms = [secret, encodeURIComponent(secret), btoa(secret)]
            check(!forms.some((form) => printed.includes(form)), `the error shows secret number ${index + 1}`)
          }
        },
      )
    }
  })
}

// A method that asks nothing of the store, since the endpoint knows the answer, does not fail for the store's reasons.
async function ask<Setup extends HarnessSetup>(
  setup: Setup,
  request: FailingRequest<Setup>,
  call: Call,
): Promise<unknown> {
  const before = setup.requests?.()
  const error = await request(setup, call)
  const isSilent = before !== undefined && before === setup.requests?.()
  if (error === lacking) leaveOut(withoutMethod)
  if (error === undefined && isSilent)
    leaveOut('the endpoint knew the answer, and asked nothing of its store')
  return error
}

function checkProvoked(error: unknown, kind: AdapterErrorKind, what: Provocation): void {
  const blame = error === undefined ? ` (or the harness’s provoke("${what}") did not bring it about)` : ''
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
