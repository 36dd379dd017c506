import { createHash } from 'node:crypto'
import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseUnit,
  readSchema,
  type Schema,
  TidewayError,
} from '@tideway/core'

// The definitions of a large cluster are some ten megabytes.
const limits = { characters: 64 * 1024 * 1024 }

/**
 * Reads the schemas of custom resources: CustomResourceDefinitions in YAML or JSON, or OpenAPI v3 documents in JSON.
 * `read` answers a file's text. Throws `TIDEWAY_CONFIG_MISSING` for a file that is not there, and
 * `TIDEWAY_CONFIG_INVALID` for one that holds no schema.
 */
export function loadSchemas(paths: readonly string[], read: (path: string) => string | undefined): Schema {
  const digest = createHash('sha256')
  const documents = paths.flatMap((path) => {
    const text = read(path)
    if (text === undefined) {
      throw new TidewayError({
        code: 'TIDEWAY_CONFIG_MISSING',
        message: `normalize.schemas names ${path}, which is not there`,
        next: 'check the path: it is relative to tideway.yaml',
      })
    }
    digest.update(text)
    return readDocuments(path, text)
  })
  return readSchema(documents, digest.digest('hex').slice(0, 12))
}

function readDocuments(path: string, text: string): readonly JsonObject[] {
  const json = text.trimStart().startsWith('{') ? parseJson(text) : undefined
  if (isJsonObject(json) && isJsonObject(json['components'])) return [json]
  const unit = parseUnit(text, { name: path, limits })
  if (unit.kind === 'invalid') throw unit.error
  const definitions = unit.resources.filter(({ identity }) => identity.kind === 'CustomResourceDefinition')
  if (definitions.length > 0) return definitions.map(({ value }) => value)
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `${path} holds neither CustomResourceDefinitions nor an OpenAPI v3 document`,
    next: 'write one with: kubectl get crds -o yaml',
  })
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
