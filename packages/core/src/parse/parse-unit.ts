import { TidewayError } from '../errors/tideway-error.ts'
import { locateResources } from './locate-resources.ts'
import { defaultParseLimits, type ParseLimits } from './parse-limits.ts'
import type { ParsedUnit } from './parsed-unit.ts'
import { readBlockUnit } from './read-block-unit.ts'
import { readDocuments } from './read-documents.ts'

/** How a unit's text is read. */
export interface ParseOptions {
  /** The unit's or file's name, for messages; default `the unit`. */
  readonly name?: string | undefined
  /** Default: `defaultParseLimits`. */
  readonly limits?: Partial<ParseLimits> | undefined
}

/**
 * Reads a unit's text (multi-document YAML, or JSON) as Kubernetes reads it: YAML 1.1 booleans and octals, merge
 * keys, items of a `List` as resources of their own. Empty documents are skipped; keys or resources that appear
 * twice are errors. Errors carry `TIDEWAY_YAML_INVALID` or `TIDEWAY_LIMIT_EXCEEDED`, with line and column.
 *
 * @example
 * const unit = parseUnit('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n')
 * // unit.resources[0].key is 'ConfigMap//web'
 */
export function parseUnit(text: string, options: ParseOptions = {}): ParsedUnit {
  const plain = readBlockUnit(text, { ...defaultParseLimits, ...options.limits })
  if (plain !== undefined) return { kind: 'parsed', resources: plain }
  try {
    const located = locateResources(readDocuments(text, options))
    const resources = located.map(({ key, identity, value, line }) => ({ key, identity, value, line }))
    return { kind: 'parsed', resources }
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'invalid', error }
    throw error
  }
}
