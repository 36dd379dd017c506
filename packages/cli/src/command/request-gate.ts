/** When a process dies at a request: before the request takes effect, or after that and before its answer. */
export type DeathMoment = 'before' | 'after'

/** Answers requests, as servers pass them on; `Response.error()` is a connection that is cut. */
export type Handle = (request: Request) => Promise<Response>

/** Counts requests over several servers, and kills the process that sends them at one of them. */
export interface RequestGate {
  guard(handle: Handle): Handle
  /** Kills the next process at its n-th request, from 1; nothing that it sends later arrives. */
  killAt(number: number, moment: DeathMoment): void
  /** A process begins: the signal is aborted as it dies. */
  begin(): AbortSignal
  /** The process has ended. Answers how many requests of it arrived; the next one lives. */
  end(): { readonly requests: number; readonly isDead: boolean }
}

/** Makes a gate that lets everything pass. */
export function createRequestGate(): RequestGate {
  let death: { readonly number: number; readonly moment: DeathMoment } | undefined
  let requests = 0
  let process = new AbortController()
  return {
    guard: (handle) => async (request) => {
      if (process.signal.aborted) return Response.error()
      requests += 1
      if (requests !== death?.number) return handle(request)
      if (death.moment === 'after') await handle(request)
      process.abort()
      return Response.error()
    },
    killAt(number, moment) {
      death = { number, moment }
    },
    begin() {
      requests = 0
      process = new AbortController()
      return process.signal
    },
    end() {
      const ended = { requests, isDead: process.signal.aborted }
      death = undefined
      process = new AbortController()
      return ended
    },
  }
}
