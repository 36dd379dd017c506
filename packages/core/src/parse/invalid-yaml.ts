import type { LineCounter } from 'yaml'
import { TidewayError } from '../errors/tideway-error.ts'

/** Where a document is read: the unit's name for messages, and the way from an offset to a line. */
export interface TextPlace {
  readonly name: string
  readonly lines: LineCounter
}

/** The error for text that Kubernetes would not read, naming unit, line and column; `what` holds no value. */
export function invalidYaml(place: TextPlace, offset: number, what: string, next?: string): TidewayError {
  const { line, col } = place.lines.linePos(offset)
  return new TidewayError({
    code: 'TIDEWAY_YAML_INVALID',
    message: `${place.name}, line ${line}, column ${col}: ${what}`,
    next: next ?? 'correct that line',
  })
}
