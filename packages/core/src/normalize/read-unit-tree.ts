import type { TidewayError } from '../errors/tideway-error.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import type { Normalization } from './normalization.ts'
import { pruneResource } from './prune-resource.ts'
import type { UnitTree } from './unit-tree.ts'

/** A unit's tree, or why its text is none. */
export type UnitTreeResult =
  | { readonly kind: 'read'; readonly tree: UnitTree }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

/**
 * Parses a unit's text and leaves out of every resource what says nothing; `name` is for messages, and the
 * built-in rules hold where no others are given.
 */
export function readUnitTree(text: string, name: string, normalization?: Normalization): UnitTreeResult {
  if (text.trim() === '') return { kind: 'read', tree: {} }
  const parsed = parseUnit(text, { name })
  if (parsed.kind === 'invalid') return parsed
  const tree: Record<string, UnitTree[string]> = {}
  for (const resource of parsed.resources) tree[resource.key] = pruneResource(resource.value, normalization)
  return { kind: 'read', tree }
}
