import type { TidewayError } from '../errors/tideway-error.ts'

/** Hears of a unit that could not be read and is left out of the run. */
export type SkipUnit = (unit: string, error: TidewayError) => void

/** Leaves a unit out where that is allowed; throws its error where it is not. */
export function leaveOut(unit: string, error: TidewayError, skip: SkipUnit | undefined): void {
  if (skip === undefined) throw error
  skip(unit, error)
}
