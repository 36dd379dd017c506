import { TidewayError } from '../errors/tideway-error.ts'
import type { Json } from '../model/json.ts'
import { defaultParseLimits } from './parse-limits.ts'
import { readBlockStream } from './read-block-stream.ts'
import { type ReadOptions, readDocuments } from './read-documents.ts'

/** The values of a text's documents, or why they cannot be read. */
export type ParsedYamlStream =
  | { readonly kind: 'parsed'; readonly values: readonly Json[] }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

/**
 * Reads the documents of a YAML or JSON text, of any form, as `parseUnit` reads resources; empty ones are left out.
 * Errors carry line and column.
 *
 * @example
 * parseYamlStream('a: 1\n---\nb: 2\n')
 * // { kind: 'parsed', values: [{ a: 1 }, { b: 2 }] }
 */
export function parseYamlStream(
  text: string,
  options: Pick<ReadOptions, 'name' | 'limits'> = {},
): ParsedYamlStream {
  const plain = readBlockStream(text, { ...defaultParseLimits, ...options.limits })
  if (plain !== undefined) return { kind: 'parsed', values: plain.map(({ value }) => value) }
  try {
    const values = readDocuments(text, options).documents.map(({ value }) => value)
    return { kind: 'parsed', values: values.filter((value) => value !== null) }
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'invalid', error }
    throw error
  }
}
