import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ResourceKind, ResourceQuery } from '../../contract/resource-source.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import type { LiveQuery } from './read-live.ts'

/**
 * The error for a capture that found nothing live: looks again without the label, then in all namespaces, and says
 * which of label, namespace and context is the likely reason.
 */
export async function explainNoResources(
  live: readonly Endpoint[],
  kinds: readonly ResourceKind[],
  { labelSelector, namespaces }: LiveQuery,
  call: Call,
): Promise<TidewayError> {
  const places = live.map((endpoint) => endpoint.resources?.place ?? endpoint.name).join(' and ')
  const what = labelSelector === undefined ? 'of the units' : `matched label ${labelSelector}`
  const explain = (more: string, next: string) =>
    new TidewayError({
      code: 'TIDEWAY_NO_RESOURCES',
      message: `no resource ${what} in ${places}${more}`,
      next,
    })
  if (kinds.length === 0) return explain(', as no unit holds any', 'publish first, or check --unit')
  if (labelSelector !== undefined) {
    const [name] = await findFirst(live, { kinds, identities: [], namespaces }, call)
    if (name !== undefined)
      return explain(`, while ${name} is there without it`, 'check the label, or label the objects')
  }
  const query: ResourceQuery = { kinds, identities: [], labelSelector, namespaces: 'all' }
  const [name, namespace] = await findFirst(live, query, call)
  if (name !== undefined)
    return explain(`, while ${name} is in namespace ${namespace}`, `pass --namespace ${namespace}`)
  const selection = labelSelector === undefined ? '' : ', the label'
  const next = `check the context (kubectl config get-contexts)${selection}, and whether anything has been delivered to it yet`
  return explain(', nor in any other namespace that may be read', next)
}

async function findFirst(
  live: readonly Endpoint[],
  query: ResourceQuery,
  call: Call,
): Promise<readonly [name?: string, namespace?: string]> {
  for (const { resources } of live) {
    if (resources === undefined) continue
    for await (const item of resources.resources(query, call)) {
      if (item.kind !== 'object') continue
      const { kind, name, namespace } = item.identity
      return [`${kind} ${name}`, namespace]
    }
  }
  return []
}
