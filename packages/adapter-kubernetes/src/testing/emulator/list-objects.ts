import { type JsonObject, withMembers } from './json.ts'
import { printApiVersion, printGroupResource, type ResourceKind } from './resource-kind.ts'
import type { Selector } from './selector.ts'
import { badRequest, expired, invalid, StatusFailure } from './status-failure.ts'
import { objectKey, type Store } from './store.ts'

/** What is listed, and which page of it. */
export interface ListQuery {
  readonly kind: ResourceKind
  readonly namespace: string | undefined
  readonly selects: Selector
  readonly selective: boolean
  readonly limit: number | undefined
  readonly continueToken: string | undefined
  readonly resourceVersion: string | undefined
  readonly resourceVersionMatch: string | undefined
}

/** A `List` object: one page, all pages of one list at the revision of the first. */
export function listObjects(store: Store, query: ListQuery): JsonObject {
  const { kind, limit } = query
  const position = readPosition(store, query)
  const revision = position.revision ?? store.revision()
  const resource = printGroupResource(kind)
  const objects = position.revision === undefined ? store.list(resource) : store.listAt(resource, revision)
  const remaining = objects.filter(
    (object) =>
      (query.namespace === undefined || namespaceOf(object) === query.namespace) &&
      (position.after === undefined || objectKey(object) > position.after) &&
      query.selects(object),
  )
  const page = limit === undefined || limit === 0 ? remaining : remaining.slice(0, limit)
  const last = page.at(-1)
  const left = remaining.length - page.length
  return {
    kind: kind.listKind,
    apiVersion: printApiVersion(kind),
    metadata: withMembers(
      { resourceVersion: String(revision) },
      {
        continue: left > 0 && last !== undefined ? writeToken(revision, objectKey(last)) : undefined,
        remainingItemCount: left > 0 && !query.selective ? left : undefined,
      },
    ),
    // The typed lists of the built-in kinds do not repeat the type in each item.
    items: page.map((object) =>
      withMembers(
        object,
        kind.builtIn ? { apiVersion: undefined, kind: undefined } : { apiVersion: printApiVersion(kind) },
      ),
    ),
  }
}

interface Position {
  readonly revision: number | undefined
  readonly after: string | undefined
}

function readPosition(store: Store, query: ListQuery): Position {
  if (query.continueToken !== undefined) {
    if (query.resourceVersion !== undefined && query.resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue')
    }
    return readToken(store, query.continueToken)
  }
  const { resourceVersion, resourceVersionMatch } = query
  if (resourceVersionMatch !== undefined && !['Exact', 'NotOlderThan'].includes(resourceVersionMatch)) {
    throw refuseMatch(
      `Unsupported value: "${resourceVersionMatch}": supported values: "Exact", "NotOlderThan", ""`,
    )
  }
  if (resourceVersionMatch !== undefined && resourceVersion === undefined) {
    throw refuseMatch('Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided')
  }
  const wanted = readRevision(store, resourceVersion)
  return { revision: resourceVersionMatch === 'Exact' ? wanted : undefined, after: undefined }
}

const refuseMatch = (message: string): StatusFailure =>
  invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
    { reason: 'FieldValueInvalid', field: 'resourceVersionMatch', message },
  ])

/** Reads a resourceVersion that a reader gave; refuses what is no number, compacted, or not reached yet. */
export function readRevision(store: Store, text: string | undefined): number {
  if (text === undefined || text === '' || text === '0') return store.revision()
  if (!/^\d+$/.test(text)) {
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      {
        reason: 'FieldValueInvalid',
        field: 'resourceVersion',
        message: `Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
      },
    ])
  }
  const revision = Number(text)
  if (revision > store.revision()) {
    throw new StatusFailure(
      504,
      'Timeout',
      `Too large resource version: ${revision}, current: ${store.revision()}`,
      {
        details: {
          causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
          retryAfterSeconds: 1,
        },
      },
    )
  }
  return revision
}

function writeToken(revision: number, start: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).toString('base64url')
}

// A token at revision -1 goes on at the state of now: the server hands one out when it lets a token expire.
function readToken(store: Store, token: string): Position {
  const { rv, start } = decodeToken(token)
  if (rv === -1) return { revision: undefined, after: start }
  if (rv < store.oldestRevision()) {
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      writeToken(-1, start),
    )
  }
  return { revision: rv, after: start }
}

function decodeToken(token: string): { readonly rv: number; readonly start: string } {
  try {
    const value: JsonObject = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    const { rv, start } = value
    if (typeof rv === 'number' && typeof start === 'string') return { rv, start }
  } catch {
    // Whatever it was, it was no token of ours: refused below.
  }
  throw badRequest('continue key is not valid')
}

function namespaceOf(object: JsonObject): string {
  return objectKey(object).split('/')[0] ?? ''
}
