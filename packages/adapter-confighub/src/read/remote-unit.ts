import type { AdapterError, UnitHead } from '@tideway/core'
import { z } from 'zod'
import { wrongForm } from '../http/parse-value.ts'

/** What ConfigHub says of a unit, checked. */
export interface RemoteUnit {
  readonly id: string
  readonly slug: string
  readonly revision: number
  readonly digest: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly version: number
  /** True while the server has yet to run its triggers on the head. */
  readonly awaitsTriggers: boolean
}

/** The fields that a list of heads asks for; ids and slug come with every answer. */
export const headFields = 'HeadRevisionNum,DataHash,Labels,Annotations,Version'

/** ConfigHub's DataHash: a SHA-256 in lower-case hexadecimal, like the digests of the core. */
export const dataHash: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256')

const texts = z.record(z.string(), z.string()).nullish()
const gates = z.record(z.string(), z.unknown()).nullish()

/** The form of a unit in an answer. */
export const unitFields: z.ZodType<RemoteUnit> = z
  .object({
    UnitID: z.guid(),
    Slug: z.string().min(1),
    HeadRevisionNum: z.int().nonnegative(),
    DataHash: dataHash,
    Version: z.int(),
    Labels: texts,
    Annotations: texts,
    // ApplyGates is the older, deprecated copy of ValidationErrors.
    ApplyGates: gates,
    ValidationErrors: gates,
  })
  .transform((unit) => ({
    id: unit.UnitID,
    slug: unit.Slug,
    revision: unit.HeadRevisionNum,
    digest: unit.DataHash,
    labels: unit.Labels ?? {},
    annotations: unit.Annotations ?? {},
    version: unit.Version,
    awaitsTriggers: [unit.ApplyGates, unit.ValidationErrors].some(
      (gate) => gate?.['awaiting/triggers'] === true,
    ),
  }))

const envelope = z.object({ Unit: unitFields })
const names = z.object({ Unit: z.object({ UnitID: z.guid(), Slug: z.string().min(1) }) })

/** An element of a list of units: a unit, or one whose fields are not what they must be. */
export type ParsedUnit =
  | { readonly kind: 'unit'; readonly unit: RemoteUnit }
  | { readonly kind: 'malformed'; readonly id: string; readonly slug: string; readonly error: AdapterError }

/** Reads an element of a list. Throws an `AdapterError` for one that does not even say which unit it is. */
export function parseUnit(element: unknown, endpoint: string): ParsedUnit {
  const parsed = envelope.safeParse(element)
  if (parsed.success) return { kind: 'unit', unit: parsed.data.Unit }
  const named = names.safeParse(element)
  const what = named.success ? `unit ${named.data.Unit.Slug}` : 'an element of the list of units'
  const error = wrongForm(parsed.error, { purpose: `read ${what}`, endpoint })
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
