import { TidewayError } from '@tideway/core'

/** The error for what a render needs and is not there at all: which place, what is missing, and the way out. */
export function configMissing(path: string, what: string, next: string): TidewayError {
  return new TidewayError({ code: 'TIDEWAY_CONFIG_MISSING', message: `${path}: ${what}`, next })
}
