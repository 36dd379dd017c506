import type { FieldPath, ResourceKey, Tree } from '@tideway/core'
import { locateScalar } from './locate-scalar.ts'
import type { Hole, Substitution } from './substitute.ts'

/** A field's scalar as a template writes it; offsets are inside the quotes. */
export interface TemplateScalar {
  readonly quote: '' | '"' | "'"
  /** Offsets in the template. */
  readonly from: number
  readonly to: number
  /** What the variables in it leave of the text before and after each of them. */
  readonly variables: readonly { readonly name: string; readonly before: string; readonly after: string }[]
}

/** Finds the part of a template that renders a field. Undefined where the field is no scalar that stands there. */
export function findTemplateScalar(
  filled: Extract<Substitution, { kind: 'rendered' }>,
  resource: ResourceKey,
  path: FieldPath,
): TemplateScalar | undefined {
  const range = locateScalar(filled.text, resource, path)
  if (range === undefined) return undefined
  const start = range.start + range.quote.length
  const end = range.end - range.quote.length
  const from = offsetInTemplate(filled.holes, start, (hole) => hole.start < start)
  const to = offsetInTemplate(filled.holes, end, () => true)
  if (from === undefined || to === undefined) return undefined
  const variables = filled.holes
    .filter((hole) => hole.from >= from && hole.to <= to)
    .map((hole) => ({
      name: hole.name,
      before: filled.text.slice(start, hole.start),
      after: filled.text.slice(hole.end, end),
    }))
  return { quote: range.quote, from, to, variables }
}

// Every hole before the offset shifts it; an offset inside of one has no place in the template.
function offsetInTemplate(
  holes: readonly Hole[],
  offset: number,
  isBefore: (hole: Hole) => boolean,
): number | undefined {
  if (holes.some((hole) => hole.start < offset && offset < hole.end)) return undefined
  const last = holes.filter((hole) => hole.end <= offset && isBefore(hole)).at(-1)
  return offset + (last === undefined ? 0 : last.to - last.end)
}

/** Writes a value as it would stand between the scalar's quotes; undefined for a value that cannot. */
export function scalarText(value: Tree, quote: TemplateScalar['quote']): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined
  if (typeof value !== 'string') return quote === '' ? String(value) : undefined
  if (/[\n\r]/.test(value)) return undefined
  if (quote === '"') return /["\\]/.test(value) ? undefined : value
  return quote === "'" && value.includes("'") ? undefined : value
}
