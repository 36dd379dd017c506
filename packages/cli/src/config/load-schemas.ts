import { createHash } from 'node:crypto'
import {
  createSchema,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type KindSchema,
  listKindSchemas,
  parseYamlStream,
  type Schema,
  TidewayError,
  type Tree,
} from '@tideway/core'

// The definitions of a large cluster are some ten megabytes.
const limits = { characters: 64 * 1024 * 1024 }

/**
 * Reads the schemas of custom resources from files in YAML or JSON: CustomResourceDefinitions, lists of them, and OpenAPI
 * v3 documents, any number in a file; what else a file holds is passed over. `read` answers a file's text.
 * Throws `TIDEWAY_CONFIG_MISSING` for a file that is not there, and `TIDEWAY_CONFIG_INVALID` for one that holds no
 * schema; further what `parseYamlStream` and `listKindSchemas` find wrong, with the file's name.
 */
export function loadSchemas(paths: readonly string[], read: (path: string) => string | undefined): Schema {
  const digest = createHash('sha256')
  const schemas = paths.flatMap((path) => {
    const text = read(path)
    if (text === undefined) {
      throw new TidewayError({
        code: 'TIDEWAY_CONFIG_MISSING',
        message: `normalize.schemas names ${path}, which is not there`,
        next: 'write it with: tideway schemas --out FILE; a path is relative to tideway.yaml',
      })
    }
    digest.update(text)
    return readDocuments(path, text).flatMap((document) => listSchemas(path, document))
  })
  return createSchema(schemas, digest.digest('hex').slice(0, 12))
}

function readDocuments(path: string, text: string): readonly JsonObject[] {
  const documents = parseDocuments(path, text).filter(isJsonObject)
  if (documents.some(holdsSchemas)) return documents
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `${path} holds neither CustomResourceDefinitions nor an OpenAPI v3 document`,
    next: 'write one with: tideway schemas --out FILE, or kubectl get crds -o yaml',
  })
}

function parseDocuments(path: string, text: string): readonly Json[] {
  // Much faster, but it would round an integer that is too long for a number.
  const json = text.trimStart().startsWith('{') && !/\d{16}/.test(text) ? parseJson(text) : undefined
  if (json !== undefined) return [json]
  const parsed = parseYamlStream(text, { name: path, limits })
  if (parsed.kind === 'invalid') throw parsed.error
  return parsed.values
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function holdsSchemas(document: Tree): boolean {
  if (!isJsonObject(document)) return false
  const { kind, items, components } = document
  if (kind === 'CustomResourceDefinition' || isJsonObject(components)) return true
  return isJsonList(items) && items.some(holdsSchemas)
}

function listSchemas(path: string, document: JsonObject): readonly KindSchema[] {
  try {
    return listKindSchemas(document)
  } catch (error) {
    if (!TidewayError.isInstance(error)) throw error
    const { code, problem, next } = error
    throw new TidewayError({ code, message: `${path}: ${problem}`, next, cause: error })
  }
}
