import type { TidewayError } from '../errors/tideway-error.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import type { RawResources } from './find-facts.ts'
import type { Normalization } from './normalization.ts'
import { pruneResource } from './prune-resource.ts'
import type { UnitTree } from './unit-tree.ts'

/** A unit's tree, with its resources as they were written; or why its text is none. */
export type UnitTreeResult =
  | { readonly kind: 'read'; readonly tree: UnitTree; readonly raw: RawResources }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

/**
 * Parses a unit's text and leaves out of every resource what says nothing; `name` is for messages, and the
 * built-in rules hold where no others are given.
 */
export function readUnitTree(text: string, name: string, normalization?: Normalization): UnitTreeResult {
  if (text.trim() === '') return { kind: 'read', tree: {}, raw: {} }
  const parsed = parseUnit(text, { name })
  if (parsed.kind === 'invalid') return parsed
  const tree: Record<string, UnitTree[string]> = {}
  const raw: Record<string, RawResources[string]> = {}
  for (const { key, value } of parsed.resources) {
    raw[key] = value
    tree[key] = pruneResource(value, normalization)
  }
  return { kind: 'read', tree, raw }
}
