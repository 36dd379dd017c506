import { parseAllDocuments, type Tags } from 'yaml'
import type { JsonValue } from './json.ts'

/**
 * Reads the documents of a YAML text, JSON too, as the API server would: YAML 1.1 scalars (`on` is true, `0644` is
 * octal), but neither sexagesimal numbers nor dates. Empty documents are left out. Throws for a text that is no YAML.
 */
export function readYaml(text: string): readonly JsonValue[] {
  return parseAllDocuments(text, { schema: 'yaml-1.1', customTags: withoutTimes })
    .map((document): JsonValue => {
      const [error] = document.errors
      if (error !== undefined) throw error
      return document.toJS()
    })
    .filter((value) => value !== null)
}

const withoutTimes = (tags: Tags): Tags =>
  tags.filter((tag) => {
    if (typeof tag === 'string') return true
    return !('format' in tag && tag.format === 'TIME') && tag.tag !== 'tag:yaml.org,2002:timestamp'
  })
