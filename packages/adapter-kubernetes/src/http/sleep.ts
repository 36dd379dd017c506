import type { Sleep } from '../kubernetes-options.ts'

/** Waits for a time, or until the signal is aborted, whichever comes first. */
export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, signal.aborted ? 0 : milliseconds)
    signal.addEventListener('abort', wake, { once: true })
  })
