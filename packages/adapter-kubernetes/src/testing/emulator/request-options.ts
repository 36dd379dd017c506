import type { WriteOptions } from './cluster.ts'
import type { ResourceKind } from './resource-kind.ts'
import { readFieldSelector, readLabelSelector, type Selector } from './selector.ts'
import { badRequest, invalid } from './status-failure.ts'

/** What the query of a write says. */
export interface RequestOptions extends WriteOptions {
  readonly force: boolean
}

// The table of k8s.io/apimachinery's ValidateFieldManager.
const longestManager = 128

/** Reads `dryRun`, `fieldManager` and `force`; without a manager it is the first word of the User-Agent. */
export function readWriteOptions(
  request: Request,
  form: 'Create' | 'Update' | 'Patch',
  applies = false,
): RequestOptions {
  const query = new URL(request.url).searchParams
  const refuse = (field: string, message: string, reason = 'FieldValueInvalid'): Error =>
    invalid({ group: 'meta.k8s.io', kind: `${form}Options` }, '', [{ reason, field, message }])
  const dryRun = query.getAll('dryRun')
  for (const value of dryRun) {
    if (value !== 'All') throw refuse('dryRun', `Unsupported value: "${value}": supported values: "All"`)
  }
  const manager = query.get('fieldManager') ?? ''
  if (new TextEncoder().encode(manager).length > longestManager) {
    throw refuse('fieldManager', `Too long: may not be more than ${longestManager} bytes`)
  }
  if (applies && manager === '') {
    throw refuse('fieldManager', 'Required value: is required for apply patch', 'FieldValueRequired')
  }
  if (form === 'Patch' && !applies && query.has('force')) {
    throw refuse('force', 'Forbidden: may not be specified for non-apply patch')
  }
  const agent = (request.headers.get('user-agent') ?? 'unknown').split('/')[0] ?? 'unknown'
  return {
    manager: manager === '' ? agent.slice(0, longestManager) : manager,
    dryRun: dryRun.length > 0,
    force: query.get('force') === 'true',
  }
}

/** Reads `labelSelector` and `fieldSelector`. */
export function readSelectors(
  query: URLSearchParams,
  kind: ResourceKind,
): { readonly selects: Selector; readonly selective: boolean } {
  const labels = query.get('labelSelector') ?? ''
  const fields = query.get('fieldSelector') ?? ''
  const byLabel = readLabelSelector(labels)
  const byField = readFieldSelector(fields, kind)
  return {
    selects: (object) => byLabel(object) && byField(object),
    selective: labels !== '' || fields !== '',
  }
}

/** Reads a whole number of the query. */
export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^\d+$/.test(text)) throw badRequest(`converting (${text}) to a number for ${name}: invalid syntax`)
  return Number(text)
}
