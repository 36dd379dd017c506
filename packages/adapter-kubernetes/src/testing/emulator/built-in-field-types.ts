import type { FieldType, FieldTyping } from './field-type.ts'

const granular: FieldType = { kind: 'granular' }
const atomic: FieldType = { kind: 'atomic' }
const protocol = { name: 'protocol', fallback: 'TCP' }

// The listType, listMapKey, mapType and structType markers of k8s.io/api core/v1 and apimachinery meta/v1.
const keysByName: { readonly [field: string]: readonly string[] } = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  conditions: ['type'],
}
const atomicMaps = new Set([
  'selector',
  'labelSelector',
  'nodeSelector',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
])
const podContainers = new Set(['containers', 'initContainers', 'ephemeralContainers'])

/** The type of a field of `metadata`, which is the same for every kind. */
export function metadataFieldType(path: readonly string[]): FieldType {
  if (path.length !== 2) return granular
  if (path[1] === 'finalizers') return { kind: 'set' }
  return path[1] === 'ownerReferences' ? { kind: 'keyed', keys: [{ name: 'uid' }] } : granular
}

/** The field types of the built-in kinds: a small table, and every list that is not in it is atomic. */
export const builtInFieldTypes: FieldTyping = (path) => {
  if (path[0] === 'metadata') return metadataFieldType(path)
  const name = path.at(-1) ?? ''
  const parent = path.at(-2) ?? ''
  if (name === 'ports' && podContainers.has(parent)) {
    return { kind: 'keyed', keys: [{ name: 'containerPort' }, protocol] }
  }
  if (name === 'ports' && path.length === 2 && parent === 'spec') {
    return { kind: 'keyed', keys: [{ name: 'port' }, protocol] }
  }
  // In a ServiceAccount the list stands at the top and is atomic.
  if (name === 'imagePullSecrets' && parent === 'spec') return { kind: 'keyed', keys: [{ name: 'name' }] }
  if (atomicMaps.has(name)) return atomic
  const keys = Object.hasOwn(keysByName, name) ? keysByName[name] : undefined
  return keys === undefined ? granular : { kind: 'keyed', keys: keys.map((key) => ({ name: key })) }
}
