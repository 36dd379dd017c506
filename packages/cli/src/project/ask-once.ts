import type { Call } from '@tideway/core'

/** Asks once for all who want to know; what failed is asked anew by the next one. */
export function askOnce<Answer>(ask: (call: Call) => Promise<Answer>): (call: Call) => Promise<Answer> {
  let asked: Promise<Answer> | undefined
  return (call) => {
    asked ??= ask(call).catch((error: unknown) => {
      asked = undefined
      throw error
    })
    return asked
  }
}
