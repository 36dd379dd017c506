import { TidewayError } from '../errors/tideway-error.ts'
import type { Json } from '../model/json.ts'
import { invalidYaml } from './invalid-yaml.ts'
import { type ReadOptions, readDocuments } from './read-documents.ts'

/** The value of a text of one document, or why it cannot be read. */
export type ParsedYaml =
  | { readonly kind: 'parsed'; readonly value: Json }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

/**
 * Reads a YAML text of at most one document, of any form, as `parseUnit` reads a resource: a file of Helm values, a
 * kustomization. A text without a document is null. Errors carry line and column.
 *
 * @example
 * parseYaml('image: {tag: "1.10"}\n')
 * // { kind: 'parsed', value: { image: { tag: '1.10' } } }
 */
export function parseYaml(text: string, options: Pick<ReadOptions, 'name' | 'limits'> = {}): ParsedYaml {
  try {
    const { documents, place } = readDocuments(text, options)
    const [first, second] = documents
    if (second !== undefined) {
      const offset = second.node.range[0]
      throw invalidYaml(place, offset, 'there is a second document', 'keep one document in the file')
    }
    return { kind: 'parsed', value: first?.value ?? null }
  } catch (error) {
    if (TidewayError.isInstance(error)) return { kind: 'invalid', error }
    throw error
  }
}
