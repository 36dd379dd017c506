import { z } from 'zod'
import { cataloguesOf } from './catalogues.ts'
import { type Metadata, parseMetadata } from './metadata.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

/** The body of a unit: its metadata and, on an older server, its text where the body has `Data`. */
export interface UnitBody {
  readonly metadata: Metadata
  readonly text: string | undefined
}

const content = z.looseObject({ Data: z.base64().optional() })

/** Checks a body of a unit. Throws a refusal as `parseMetadata` does, but on an older server takes `Data`. */
export function readUnitBody(world: World, body: unknown): UnitBody {
  const { unit } = cataloguesOf(world.options)
  if (world.options.generation === 'bytes') {
    return { metadata: parseMetadata(body, unit.fields), text: undefined }
  }
  const parsed = content.safeParse(body)
  if (!parsed.success) throw new Refusal(400, 'Invalid body: Data must be base64.')
  const { Data, ...rest } = parsed.data
  const metadata = parseMetadata(rest, unit.fields)
  if (Data === undefined) return { metadata, text: undefined }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(Data, 'base64'),
    )
    return { metadata, text }
  } catch {
    throw new Refusal(422, 'Configuration data problem: it is not UTF-8.')
  }
}
