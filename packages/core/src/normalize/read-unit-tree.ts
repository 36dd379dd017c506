import type { TidewayError } from '../errors/tideway-error.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { canonicalize } from './canonicalize.ts'
import type { UnitTree } from './unit-tree.ts'

/** A unit's tree, or why its text is none. */
export type UnitTreeResult =
  | { readonly kind: 'read'; readonly tree: UnitTree }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

/** Parses a unit's text and brings every resource into canonical form; `name` is for messages. */
export function readUnitTree(text: string, name: string): UnitTreeResult {
  if (text.trim() === '') return { kind: 'read', tree: {} }
  const parsed = parseUnit(text, { name })
  if (parsed.kind === 'invalid') return parsed
  const tree: Record<string, UnitTree[string]> = {}
  for (const resource of parsed.resources) tree[resource.key] = canonicalize(resource.value)
  return { kind: 'read', tree }
}
