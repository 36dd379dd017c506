import type { AdapterError, Call, UnitHead } from '@tideway/core'
import { z } from 'zod'
import { decodeBase64 } from '../base64-text.ts'
import { type ValueOrigin, wrongForm } from '../http/parse-value.ts'
import { type Gates, gateFields, readGates } from './read-gates.ts'

/** What ConfigHub says of a unit, checked. */
export interface RemoteUnit extends Gates {
  readonly id: string
  readonly slug: string
  readonly revision: number
  readonly digest: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly version: number
  /** The text, where the answer brought it: that of older servers, and an empty one. */
  readonly text: string | undefined
  /** The open ChangeSet that the unit is in. */
  readonly changeSetId: string | undefined
}

/** ConfigHub's DataHash: a SHA-256 in lower-case hexadecimal, like the digests of the core. */
export const dataHash: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256')

/** `Data` of an older server, decoded. */
export const dataText: z.ZodType<string> = z.base64().transform((encoded, context) => {
  const text = decodeBase64(encoded)
  if (text !== undefined) return text
  context.addIssue({ code: 'custom', message: 'expected UTF-8 in base64' })
  return z.NEVER
})

/** CRC32 of the data, on older servers. */
export const contentHash: z.ZodType<number | null | undefined> = z.number().nullish()

const texts = z.record(z.string(), z.string()).nullish()

const fields = z
  .object({
    UnitID: z.guid(),
    Slug: z.string().min(1),
    HeadRevisionNum: z.int().nonnegative(),
    DataHash: dataHash.nullish(),
    Data: dataText.nullish(),
    ContentHash: contentHash,
    Version: z.int(),
    Labels: texts,
    Annotations: texts,
    ChangeSetID: z.guid().nullish(),
    ...gateFields,
  })
  .refine(hasContent, { path: ['DataHash'], message: 'expected a SHA-256' })

/**
 * Tells whether an answer says what a unit or revision holds: by hash, by the data itself, or, where empty data
 * are left out, by the CRC32 of nothing.
 */
export function hasContent(value: {
  readonly DataHash?: string | null | undefined
  readonly Data?: string | null | undefined
  readonly ContentHash?: number | null | undefined
}): boolean {
  return typeof (value.DataHash ?? value.Data) === 'string' || value.ContentHash === 0
}

/** The form of a unit in an answer. The oldest servers tell no hash of the data, which is made here then. */
export function unitFields({ sha256 }: Pick<Call, 'sha256'>): z.ZodType<RemoteUnit> {
  return fields.transform((unit) => {
    const digest = unit.DataHash ?? sha256(unit.Data ?? '')
    return {
      id: unit.UnitID,
      slug: unit.Slug,
      revision: unit.HeadRevisionNum,
      digest,
      labels: unit.Labels ?? {},
      annotations: unit.Annotations ?? {},
      version: unit.Version,
      // Empty data may be left out of an answer; the hash then is the proof that it is empty.
      text: unit.Data ?? (digest === sha256('') ? '' : undefined),
      changeSetId: unit.ChangeSetID ?? undefined,
      ...readGates(unit),
    }
  })
}

const names = z.object({ Unit: z.object({ UnitID: z.guid(), Slug: z.string().min(1) }) })

/** An element of a list of units: a unit, or one whose fields are not what they must be. */
export type ParsedUnit =
  | { readonly kind: 'unit'; readonly unit: RemoteUnit }
  | { readonly kind: 'malformed'; readonly id: string; readonly slug: string; readonly error: AdapterError }

/** Creates the reader of the elements of a list. It throws an `AdapterError` for one that names no unit. */
export function createUnitParser(
  endpoint: string,
  call: Call,
): (element: unknown, requestId: string | undefined) => ParsedUnit {
  const envelope = z.object({ Unit: unitFields(call) })
  return (element, requestId) => {
    const parsed = envelope.safeParse(element)
    if (parsed.success) return { kind: 'unit', unit: parsed.data.Unit }
    return malformed(element, parsed.error, { endpoint, requestId })
  }
}

function malformed(element: unknown, cause: z.ZodError, origin: Omit<ValueOrigin, 'purpose'>): ParsedUnit {
  const named = names.safeParse(element)
  const what = named.success ? `unit ${named.data.Unit.Slug}` : 'an element of the list of units'
  const error = wrongForm(cause, { ...origin, purpose: `read ${what}` })
  if (!named.success) throw error
  return { kind: 'malformed', id: named.data.Unit.UnitID, slug: named.data.Unit.Slug, error }
}

/** The head of a unit, in the words of the contract. */
export function unitHead(unit: RemoteUnit): UnitHead {
  return {
    ref: { unit: unit.slug, id: unit.id },
    revision: `${unit.revision}`,
    digest: unit.digest,
    labels: unit.labels,
    annotations: unit.annotations,
  }
}
