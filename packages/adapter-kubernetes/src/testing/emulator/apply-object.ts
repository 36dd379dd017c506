import { applyConfiguration } from './apply-configuration.ts'
import { checkObject } from './check-object.ts'
import { type Cluster, printTime, type Target, type WriteOptions } from './cluster.ts'
import { initializeObject, storeNew } from './create-object.ts'
import { isJsonObject, type JsonObject, objectAt, withMembers } from './json.ts'
import { withMetadata } from './object-metadata.ts'
import { prepareObject } from './prepare-object.ts'
import { badRequest, notFound } from './status-failure.ts'
import { confineUpdate, storeUpdate } from './update-object.ts'

/** Server-side apply of a configuration: creates the object or merges it in; see `applyConfiguration`. */
export function applyObject(
  cluster: Cluster,
  target: Target,
  live: JsonObject | undefined,
  configuration: JsonObject,
  options: WriteOptions & { readonly force: boolean },
): JsonObject {
  const { kind, name, subresource } = target
  if (objectAt(configuration, 'metadata')['managedFields'] !== undefined) {
    throw badRequest('metadata.managedFields must be nil')
  }
  if (!isJsonObject(configuration['metadata']) || configuration['apiVersion'] === undefined) {
    throw badRequest('an applied configuration needs apiVersion, kind and metadata')
  }
  const checked = checkObject(configuration, target)
  const writer = { manager: options.manager, subresource, time: printTime(cluster.now()) }
  const settable = withMembers(checked, statusChange(target))
  if (live === undefined) {
    if (subresource !== undefined) throw notFound(kind, name)
    const initialized = initializeObject(cluster, target, settable)
    const applied = applyConfiguration({}, settable, kind, writer, options.force)
    const { managedFields } = objectAt(applied, 'metadata')
    const merged = withMetadata(initialized, { managedFields })
    return storeNew(cluster, target, prepareObject(cluster, kind, merged), options)
  }
  const scoped = subresource === 'status' ? onlyStatus(settable) : settable
  const applied = applyConfiguration(live, scoped, kind, writer, options.force)
  const confined = confineUpdate(target, live, { ...applied, apiVersion: checked['apiVersion'] ?? null })
  return storeUpdate(cluster, target, live, prepareObject(cluster, kind, confined), options)
}

const statusChange = ({ kind, subresource }: Target): { readonly [key: string]: undefined } =>
  kind.statusSubresource && subresource === undefined ? { status: undefined } : {}

const onlyStatus = (configuration: JsonObject): JsonObject => {
  const { apiVersion, kind, metadata, status } = configuration
  const { name, namespace } = isJsonObject(metadata) ? metadata : {}
  return withMembers({}, { apiVersion, kind, metadata: withMembers({}, { name, namespace }), status })
}
