import type { JsonObject } from '../model/json.ts'
import { formatBlock, isBlock } from './format-value.ts'

/**
 * Writes resources as canonical YAML, one document each in the order given: two columns, strings that some YAML
 * reader would take for something else double-quoted, texts of several lines as literal blocks, integers exact.
 * `parseUnit` reads back what was given.
 */
export function formatUnit(resources: readonly JsonObject[]): string {
  return resources
    .map((resource) => (isBlock(resource) ? `${formatBlock(resource, 0)}\n` : '{}\n'))
    .join('---\n')
}
