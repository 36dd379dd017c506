import { z } from 'zod'
import type { RevisionToken } from '../contract/unit-ref.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'

/** Which revision of which unit a live object was delivered from. */
export interface Origin {
  readonly unit: string
  readonly revision: RevisionToken
}

const origin = z.object({
  Unit: z.object({ Slug: z.string() }),
  Revision: z.object({ RevisionNum: z.union([z.number().int(), z.string()]) }),
})

/** Reads the annotation `confighub.com/origin` of a live object; undefined where it has none that can be read. */
export function readOrigin(object: JsonObject): Origin | undefined {
  const metadata = object['metadata']
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined
  const text = isJsonObject(annotations) ? annotations['confighub.com/origin'] : undefined
  if (typeof text !== 'string') return undefined
  const parsed = origin.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  return { unit: parsed.data.Unit.Slug, revision: String(parsed.data.Revision.RevisionNum) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
