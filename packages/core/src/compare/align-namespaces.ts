import { formatResourceKey, parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'

/**
 * Gives resources the shorter name, without a namespace, by which `like` has the same object: a manifest need not say
 * the namespace that a cluster names.
 */
export function alignNamespaces<Value>(
  resources: Readonly<Record<ResourceKey, Value>>,
  like: Readonly<Record<ResourceKey, unknown>>,
): Readonly<Record<ResourceKey, Value>> {
  return Object.fromEntries(
    Object.entries(resources).map(([key, value]) => {
      const short = formatResourceKey({ ...parseResourceKey(key), namespace: '' })
      const isMissing = !Object.hasOwn(like, key) && !Object.hasOwn(resources, short)
      return [isMissing && Object.hasOwn(like, short) ? short : key, value]
    }),
  )
}
