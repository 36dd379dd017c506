import { findNearestWord, TidewayError } from '@tideway/core'

/** The error for a unit that is not among those that there are. */
export function unknownUnit(message: string, unit: string, names: Iterable<string>): TidewayError {
  const nearest = findNearestWord(unit, [...names])
  return new TidewayError({
    code: 'TIDEWAY_NOT_FOUND',
    message,
    next: nearest === undefined ? 'check the name' : `did you mean ${nearest}?`,
  })
}
