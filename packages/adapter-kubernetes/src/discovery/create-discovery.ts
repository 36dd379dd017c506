import { AdapterError, type Call, type ResourceKind } from '@tideway/core'
import { z } from 'zod'
import type { Client, Reply } from '../http/create-client.ts'
import type { ServedKind } from './served-kind.ts'

/** How the server serves a kind, that it has no such kind to list, or why neither is known. */
export type Discovered =
  | { readonly kind: 'served'; readonly served: ServedKind }
  | { readonly kind: 'absent'; readonly error: AdapterError }
  | { readonly kind: 'unknown'; readonly error: AdapterError }

/** What the server has. */
export interface Discovery {
  /** Throws an `AdapterError` where the server itself cannot be asked. */
  find(resource: ResourceKind, call: Call): Promise<Discovered>
  /** The versions of a group, as objects carry them, the preferred one first; none where there is no such group. */
  versions(group: string, call: Call): Promise<readonly string[]>
}

interface Version {
  readonly groupVersion: string
}

interface ServedResource {
  readonly name: string
  readonly kind: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
}

const groupList = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ groupVersion: z.string() })),
      preferredVersion: z.object({ groupVersion: z.string() }).optional(),
    }),
  ),
})
const resourceList: z.ZodType<{ resources: readonly ServedResource[] }> = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }),
  ),
})

/** What one run has learnt; another run asks again, since kinds come and go with their definitions. */
interface Learnt {
  readonly runId: string
  groups: ReadonlyMap<string, readonly Version[]> | undefined
  readonly resources: Map<string, readonly ServedResource[]>
}

/** Creates the discovery of one cluster: the groups once a run, and a version's kinds once one of them is wanted. */
export function createDiscovery(client: Client, endpoint: string): Discovery {
  let latest: Learnt | undefined

  const readGroups = async (learnt: Learnt, call: Call) => {
    if (learnt.groups === undefined) {
      const purpose = 'read which API groups the server has'
      const { groups } = requireAnswer(await client.get({ path: '/apis', purpose }, groupList, call))
      learnt.groups = new Map(groups.map((group) => [group.name, preferredFirst(group)]))
    }
    return learnt.groups
  }
  const readResources = async (learnt: Learnt, { groupVersion }: Version, call: Call) => {
    const known = learnt.resources.get(groupVersion)
    if (known !== undefined) return { kind: 'answered', value: { resources: known } } as const
    const purpose = `read which kinds the server has in ${groupVersion}`
    const reply = await client.get({ path: apiPath(groupVersion), purpose }, resourceList, call)
    if (reply.kind === 'answered') learnt.resources.set(groupVersion, reply.value.resources)
    return reply
  }

  const learntIn = (call: Call) => {
    if (latest?.runId !== call.runId) latest = { runId: call.runId, groups: undefined, resources: new Map() }
    return latest
  }
  const versionsOf = async (group: string, call: Call) =>
    group === '' ? coreVersions : ((await readGroups(learntIn(call), call)).get(group) ?? [])

  return {
    versions: async (group, call) => (await versionsOf(group, call)).map(({ groupVersion }) => groupVersion),
    async find(resource, call) {
      const learnt = learntIn(call)
      for (const version of await versionsOf(resource.group, call)) {
        const reply = await readResources(learnt, version, call)
        if (reply.kind === 'refused') return { kind: 'unknown', error: reply.error }
        const found = reply.value.resources.find(
          ({ name, kind, verbs }) => kind === resource.kind && !name.includes('/') && verbs.includes('list'),
        )
        if (found === undefined) continue
        const { name: plural, namespaced } = found
        return { kind: 'served', served: { resource, apiVersion: version.groupVersion, plural, namespaced } }
      }
      return { kind: 'absent', error: notServed(resource, endpoint) }
    },
  }
}

/** The path under which the server serves an apiVersion: the core group has a path of its own. */
export function apiPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
}

// The core group has had no other version than v1 since Kubernetes 1.0.
const coreVersions: readonly Version[] = [{ groupVersion: 'v1' }]

function preferredFirst(group: z.infer<typeof groupList>['groups'][number]): readonly Version[] {
  const preferred = group.preferredVersion?.groupVersion
  return group.versions.toSorted(
    (left, right) => Number(right.groupVersion === preferred) - Number(left.groupVersion === preferred),
  )
}

/** An error for a kind that the server does not have, which says nothing of objects that it may once have had. */
function notServed({ group, kind }: ResourceKind, endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `the server has no kind ${group === '' ? kind : `${kind}.${group}`} that can be listed`,
    next: 'install its CustomResourceDefinition, or correct group and kind',
  })
}

function requireAnswer<T>(reply: Reply<T>): T {
  if (reply.kind === 'refused') throw reply.error
  return reply.value
}
