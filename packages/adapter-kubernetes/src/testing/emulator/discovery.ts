import type { JsonObject, JsonValue } from './json.ts'
import type { Kinds } from './kinds.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/**
 * Answers the paths that tell what a server can do: /version, /api, /apis, a group, a group's version, /openapi/v3.
 * Always in the plain form: clients that ask for aggregated discovery take it too.
 */
export function discover(kinds: Kinds, path: string, host: string): JsonObject | undefined {
  const [root, group, version, ...rest] = path.split('/').filter((part) => part !== '')
  if (root === 'openapi') return describeSchemas(kinds, path)
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

// Only what lets kubectl leave the validation of fields to the server; the emulator has no schemas.
function describeSchemas(kinds: Kinds, path: string): JsonObject | undefined {
  const versions = new Map(kinds.all().map((kind) => [versionPath(kind), kind]))
  if (path === '/openapi/v3') {
    const paths = [...versions.keys()].map((name): [string, JsonValue] => [
      name,
      { serverRelativeURL: `/openapi/v3/${name}` },
    ])
    return { paths: Object.fromEntries(paths) }
  }
  const name = path.replace('/openapi/v3/', '')
  if (!versions.has(name)) return undefined
  const served = kinds.all().filter((kind) => versionPath(kind) === name)
  return {
    openapi: '3.0.0',
    info: { title: 'tideway Kubernetes emulator', version: 'v1.32.4' },
    paths: Object.fromEntries(served.map((kind) => [objectPath(kind), describePatch(kind)])),
    components: { schemas: {} },
  }
}

const versionPath = (kind: ResourceKind): string =>
  kind.group === '' ? `api/${kind.version}` : `apis/${printApiVersion(kind)}`

const objectPath = (kind: ResourceKind): string =>
  `/${versionPath(kind)}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}/{name}`

const describePatch = (kind: ResourceKind): JsonObject => ({
  patch: {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
      name,
      in: 'query',
      schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
    })),
    responses: { '200': { description: 'OK' } },
  },
})
