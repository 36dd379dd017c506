import {
  isJsonList,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  textAt,
  withMembers,
} from './json.ts'

/** What the emulator itself reads of an object's metadata. */
export interface ObjectMetadata {
  readonly name: string | undefined
  readonly namespace: string | undefined
  readonly uid: string | undefined
  readonly resourceVersion: string | undefined
  readonly generation: number | undefined
  readonly deletionTimestamp: string | undefined
  readonly labels: JsonObject
  readonly finalizers: readonly JsonValue[]
}

export function readMetadata(object: JsonObject): ObjectMetadata {
  const metadata = objectAt(object, 'metadata')
  const { generation, finalizers, labels } = metadata
  return {
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
    uid: textAt(metadata, 'uid'),
    resourceVersion: textAt(metadata, 'resourceVersion'),
    generation: typeof generation === 'number' ? generation : undefined,
    deletionTimestamp: textAt(metadata, 'deletionTimestamp'),
    labels: isJsonObject(labels) ? labels : {},
    finalizers: isJsonList(finalizers) ? finalizers : [],
  }
}

/** The object with some metadata replaced; a member given as `undefined` is left out. */
export function withMetadata(
  object: JsonObject,
  changes: { readonly [key: string]: JsonValue | undefined },
): JsonObject {
  return { ...object, metadata: withMembers(objectAt(object, 'metadata'), changes) }
}
