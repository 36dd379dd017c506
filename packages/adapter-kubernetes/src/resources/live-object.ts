import type { Json, JsonObject, ResourceIdentity } from '@tideway/core'
import { z } from 'zod'
import type { ServedKind } from '../discovery/served-kind.ts'

/** An object as the cluster has it, every field of it, under its identity. */
export interface LiveObject {
  readonly identity: ResourceIdentity
  readonly object: JsonObject
}

/** What has to be in an object for it to be one; nothing is taken out of it. */
export type ServerObject = JsonObject & {
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string | undefined }
}

const form = z.looseObject({
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().optional() }),
})

/** Accepts an object by reference, so that unknown fields and their order stay as they came. */
export const serverObject: z.ZodType<ServerObject> = z.custom<ServerObject>(
  (value) => form.safeParse(value).success,
  'is no object with a name',
)

/** Gives an object its identity, and the apiVersion and kind that the items of built-in lists come without. */
export function identifyObject(object: ServerObject, { resource, apiVersion }: ServedKind): LiveObject {
  const { name, namespace = '' } = object.metadata
  const typed: Readonly<Record<string, Json>> = { apiVersion, kind: resource.kind, ...object }
  return { identity: { ...resource, namespace, name }, object: typed }
}
