import type { JsonObject } from './json.ts'
import type { Kinds } from './kinds.ts'
import { publishSchemas } from './publish-schemas.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/**
 * Answers the paths that tell what a server can do: /version, /api, /apis, a group, a group's version, /openapi/v3.
 * Always in the plain form: clients that ask for aggregated discovery take it too.
 */
export function discover(kinds: Kinds, path: string, host: string): JsonObject | undefined {
  const [root, group, version, ...rest] = path.split('/').filter((part) => part !== '')
  if (root === 'openapi') return publishSchemas(kinds, path)
  if (rest.length > 0) return undefined
  if (root === 'version' && group === undefined) return serverVersion
  if (root === 'api' && version === undefined) {
    if (group === undefined) return coreVersions(host)
    return listResources(kinds, '', group)
  }
  if (root !== 'apis') return undefined
  if (group === undefined) {
    const groups = [...new Set(kinds.all().flatMap((kind) => (kind.group === '' ? [] : [kind.group])))]
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((name) => describeGroup(kinds, name)),
    }
  }
  if (version !== undefined) return listResources(kinds, group, version)
  if (kinds.versions(group).length === 0) return undefined
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(kinds, group) }
}

const serverVersion: JsonObject = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.4+tideway-emulator',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'emulator',
}

const coreVersions = (host: string): JsonObject => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
})

function describeGroup(kinds: Kinds, name: string): JsonObject {
  const versions = kinds.versions(name).map((version) => ({ groupVersion: `${name}/${version}`, version }))
  const [preferred] = versions
  return { name, versions, ...(preferred === undefined ? {} : { preferredVersion: preferred }) }
}

function listResources(kinds: Kinds, group: string, version: string): JsonObject | undefined {
  const served = kinds.all().filter((kind) => kind.group === group && kind.version === version)
  if (served.length === 0) return undefined
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: printApiVersion({ group, version }),
    resources: served.flatMap(describeResource),
  }
}

function describeResource(kind: ResourceKind): readonly JsonObject[] {
  const resource: JsonObject = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  }
  if (!kind.statusSubresource) return [resource]
  const { namespaced } = kind
  const verbsOfStatus = ['get', 'patch', 'update']
  return [
    resource,
    { name: `${kind.plural}/status`, singularName: '', namespaced, kind: kind.kind, verbs: verbsOfStatus },
  ]
}
