import { type Call, isJsonObject, type JsonObject, type Prediction } from '@tideway/core'
import type { Cluster } from './cluster.ts'
import { serverObject } from './live-object.ts'
import { printPlace, resourcePath } from './resource-path.ts'

// Another name than any object has: the server refuses to create what is there, also for show.
const name = 'tideway-dry-run'

/** Asks the server to create an object under another name for show (`dryRun=All`), and answers what it would have become. */
export async function predictObject(cluster: Cluster, object: JsonObject, call: Call): Promise<Prediction> {
  const { apiVersion, kind, metadata } = object
  const group =
    typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : ''
  const discovered = await cluster.discovery.find({ group, kind: String(kind) }, call)
  if (discovered.kind !== 'served') return { kind: 'unknown', error: discovered.error }
  const { served } = discovered
  const given = isJsonObject(metadata) ? metadata : {}
  const asked = typeof given['namespace'] === 'string' ? given['namespace'] : cluster.namespace
  const place = { served, namespace: served.namespaced ? asked : '' }
  const { labels, annotations } = given
  const body = {
    ...object,
    apiVersion: served.apiVersion,
    metadata: {
      name,
      ...(served.namespaced ? { namespace: place.namespace } : {}),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
  }
  const reply = await cluster.client.send(
    {
      method: 'POST',
      path: resourcePath(place),
      query: { dryRun: 'All', fieldManager: 'tideway', fieldValidation: 'Ignore' },
      purpose: `create ${printPlace(place)} for show`,
      body,
      type: 'application/json',
      repeatable: true,
    },
    serverObject,
    call,
  )
  return reply.kind === 'answered'
    ? { kind: 'predicted', object: reply.value }
    : { kind: 'unknown', error: reply.error }
}
