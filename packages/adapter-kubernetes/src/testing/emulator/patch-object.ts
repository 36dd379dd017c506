import { applyObject } from './apply-object.ts'
import type { Cluster, Target } from './cluster.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { applyJsonPatch } from './json-patch.ts'
import { applyMergePatch } from './merge-patch.ts'
import { mediaTypeOf, readBody, readObject } from './request-body.ts'
import { readWriteOptions } from './request-options.ts'
import type { ResourceKind } from './resource-kind.ts'
import { badRequest, notFound, unsupportedMediaType } from './status-failure.ts'
import { applyStrategicMergePatch } from './strategic-merge-patch.ts'
import { updateObject } from './update-object.ts'

const json = 'application/json-patch+json'
const merge = 'application/merge-patch+json'
const strategic = 'application/strategic-merge-patch+json'
const apply = 'application/apply-patch+yaml'

/** Whether a request is a server-side apply, which may create its object. */
export const isApply = (request: Request): boolean => mediaTypeOf(request) === apply

/** Handles a PATCH by its media type. Custom resources take no strategic merge patch. */
export async function patchObject(
  cluster: Cluster,
  target: Target,
  find: () => JsonObject | undefined,
  request: Request,
): Promise<{ readonly object: JsonObject; readonly created: boolean }> {
  const { kind, name } = target
  const mediaType = mediaTypeOf(request)
  const accepted = kind.builtIn ? [json, merge, strategic, apply] : [json, merge, apply]
  if (!accepted.includes(mediaType)) throw unsupportedMediaType(accepted)
  const options = readWriteOptions(request, 'Patch', mediaType === apply)
  if (mediaType === apply) {
    const configuration = await readObject(request, accepted)
    const live = find()
    return { object: applyObject(cluster, target, live, configuration, options), created: live === undefined }
  }
  const patch = await readBody(request, accepted)
  const live = find()
  if (live === undefined) throw notFound(kind, name)
  const patched = applyPatch(mediaType, live, patch ?? null, kind)
  return { object: updateObject(cluster, target, live, patched, options), created: false }
}

function applyPatch(mediaType: string, live: JsonObject, patch: JsonValue, kind: ResourceKind): JsonObject {
  if (mediaType === json) return applyJsonPatch(live, patch)
  if (!isJsonObject(patch)) throw badRequest('error decoding patch: a merge patch is an object')
  return mediaType === merge
    ? applyMergePatch(live, patch)
    : applyStrategicMergePatch(live, patch, kind.fieldTypes)
}
