import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ResourceKind } from '../../contract/resource-source.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { KindSchema } from '../../model/kind-schema.ts'
import { isKubernetesGroup } from '../../normalize/kubernetes-groups.ts'
import { unreadable } from '../../read/unreadable.ts'
import { requireMember } from '../flow-endpoints.ts'

/** What clusters say of kinds. */
export interface ClusterSchemas {
  /** In all served versions of all clusters. */
  readonly schemas: readonly KindSchema[]
  /** Kinds that no cluster has, so that nothing is known of their lists. */
  readonly absent: readonly ResourceKind[]
}

/**
 * Asks clusters for the schemas of kinds, for `createSchema` and `formatSchemas`. Kubernetes' own kinds are left to the
 * built-in rules.
 *
 * Throws `TIDEWAY_UNREADABLE` where a cluster has a kind and its schema cannot be read, since without it something else
 * would count as equal; and an `AdapterError` where a cluster cannot be asked at all.
 *
 * @example
 * const kinds = await listUnitKinds([git, confighub], {}, call)
 * const { schemas } = await readClusterSchemas([cluster], kinds, call)
 * const normalization = createNormalization({ schema: createSchema(schemas, 'prod') })
 */
export async function readClusterSchemas(
  live: readonly Endpoint[],
  kinds: readonly ResourceKind[],
  call: Call,
): Promise<ClusterSchemas> {
  const wanted = kinds.filter(({ group }) => !isKubernetesGroup(group))
  const schemas: KindSchema[] = []
  for (const endpoint of live) schemas.push(...(await readSchemasOf(endpoint, wanted, call)))
  const known = new Set(schemas.map(nameOf))
  return { schemas, absent: wanted.filter((kind) => !known.has(nameOf(kind))) }
}

async function readSchemasOf(
  endpoint: Endpoint,
  wanted: readonly ResourceKind[],
  call: Call,
): Promise<readonly KindSchema[]> {
  const { schemas: ask } = requireMember(endpoint, 'resources')
  if (ask === undefined) throw withoutSchemas(endpoint)
  if (wanted.length === 0) return []
  call.onProgress({ kind: 'reading', endpoint: endpoint.name })
  const found: KindSchema[] = []
  const unanswered = new Set(wanted.map(nameOf))
  for await (const result of ask(wanted, call)) {
    const name = nameOf(result.resource)
    unanswered.delete(name)
    if (result.kind === 'unknown') throw unreadable(endpoint.name, `the schema of ${name}`, result.error)
    if (result.kind === 'schemas') found.push(...result.schemas)
  }
  const [missing] = unanswered
  if (missing !== undefined) throw unreadable(endpoint.name, `the schema of ${missing}: the answer broke off`)
  return found
}

function nameOf({ group, kind }: ResourceKind): string {
  return `${kind}.${group}`
}

function withoutSchemas({ name }: Endpoint): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint: name,
    message: 'the endpoint gives no schemas',
    next: 'name files with schemas under normalize.schemas',
  })
}
