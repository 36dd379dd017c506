import { TidewayError } from '../errors/tideway-error.ts'
import type { ParseLimits } from './parse-limits.ts'

/** The error for text that is larger or deeper than a limit allows, and the line on which it is, from 1. */
export function limitExceeded(
  name: string,
  limit: keyof ParseLimits,
  allowed: number,
  line?: number,
): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_LIMIT_EXCEEDED',
    message: `${name}${line === undefined ? '' : `, line ${line},`} has more ${words[limit]} than ${allowed}`,
    next: `make it smaller; a program that trusts the text can raise limits.${limit} (parseUnit)`,
  })
}

const words: Readonly<Record<keyof ParseLimits, string>> = {
  characters: 'characters',
  documents: 'documents',
  depth: 'nested levels',
  aliasedValues: 'values made by aliases',
}
