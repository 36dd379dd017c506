import { type FieldPath, parsePath } from '../model/field-path.ts'
import type { Json } from '../model/json.ts'
import { matchesSegment } from '../model/keyed-segment.ts'
import { matchesWildcard } from './matches-wildcard.ts'
import type { Derivation, NormalizationRule } from './rule.ts'

/** A rule at a place; `value` is the default there, `derivation` how it follows. */
export interface PlacedRule {
  readonly rule: NormalizationRule
  readonly value?: Json | undefined
  readonly derivation?: Derivation | undefined
}

interface PlaceNode {
  readonly rules: readonly PlacedRule[]
  readonly children: ReadonlyMap<string, PlaceNode>
  /** Segments that fit a pattern. */
  readonly patterns: readonly (readonly [pattern: string, node: PlaceNode])[]
  /** Elements by their keys. */
  readonly elements: readonly (readonly [segment: string, node: PlaceNode])[]
  readonly any: PlaceNode | undefined
  /** What holds below this place, too. */
  readonly below: PlaceNode | undefined
}

/** Where a walk stands in the paths of all rules; empty where no rule has anything to say here or below. */
export type Places = readonly PlaceNode[]

/** Puts rules into one tree by their paths, so that a walk over a resource asks it step by step. */
export function growPlaces(placed: readonly (PlacedRule & { readonly path: string })[]): Places {
  const root = emptyDraft()
  for (const { path, ...rule } of placed) insert(root, parsePath(path), rule)
  return placed.length === 0 ? [] : [seal(root)]
}

/** Goes one step down: by a map's key, or by an element's segment as a comparison names it. */
export function descendPlaces(places: Places, segment: string): Places {
  if (places.length === 0) return places
  const below: PlaceNode[] = []
  for (const node of places) {
    add(below, node.children.get(segment))
    for (const [pattern, child] of node.patterns) if (matchesWildcard(pattern, segment)) below.push(child)
    add(below, node.any)
    add(below, node.below)
  }
  return below
}

/** Goes one step down to an element of a list. */
export function descendToElement(places: Places, index: number, element: Json): Places {
  if (places.length === 0) return places
  const below: PlaceNode[] = []
  for (const node of places) {
    add(below, node.children.get(String(index)))
    for (const [segment, child] of node.elements) if (matchesSegment(element, segment)) below.push(child)
    add(below, node.any)
    add(below, node.below)
  }
  return below
}

/** The rules whose paths end here. */
export function rulesAt(places: Places): readonly PlacedRule[] {
  if (places.length === 0) return []
  return places.flatMap((node) => node.rules)
}

interface Draft {
  readonly rules: PlacedRule[]
  readonly children: Map<string, Draft>
}

function emptyDraft(): Draft {
  return { rules: [], children: new Map() }
}

function insert(root: Draft, path: FieldPath, placed: PlacedRule): void {
  let node = root
  for (const segment of path) {
    const below = node.children.get(segment) ?? emptyDraft()
    node.children.set(segment, below)
    node = below
  }
  node.rules.push(placed)
}

function seal(draft: Draft): PlaceNode {
  const sealed = [...draft.children].map(([segment, below]) => [segment, seal(below)] as const)
  const any = sealed.find(([segment]) => segment === '*')
  const lasting = draft.rules.filter(({ rule }) => isLasting(rule))
  return {
    rules: draft.rules,
    children: new Map(sealed.filter(([segment]) => segment !== '*')),
    patterns: sealed.filter(([segment]) => segment !== '*' && segment.includes('*')),
    elements: sealed.filter(([segment]) => segment.startsWith('[') && segment.endsWith(']')),
    any: any?.[1],
    below: lasting.length === 0 ? undefined : lastingNode(lasting),
  }
}

function isLasting(rule: NormalizationRule): boolean {
  return rule.kind === 'keep-null' || (rule.kind === 'equivalence' && rule.when === 'always')
}

function lastingNode(rules: readonly PlacedRule[]): PlaceNode {
  const node: PlaceNode = {
    rules,
    children: new Map(),
    patterns: [],
    elements: [],
    any: undefined,
    get below() {
      return node
    },
  }
  return node
}

function add(nodes: PlaceNode[], node: PlaceNode | undefined): void {
  if (node !== undefined) nodes.push(node)
}
