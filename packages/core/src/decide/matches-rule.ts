import { type FieldChange, nameChange, type Sides } from '../compare/field-change.ts'
import type { UnitChange } from '../compare/unit-change.ts'
import { formatPath } from '../model/field-path.ts'
import { parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'
import { matchesGlob } from './matches-glob.ts'
import type { FlowName, PolicyRule } from './policy.ts'

/** Where a change happened, as far as rules can ask. */
export interface DecisionContext {
  readonly flow: FlowName
  readonly environment: string
  readonly unit: string
  readonly unitChange: UnitChange
  readonly sides: Sides
  /** The side that the flow writes to. */
  readonly target: 'left' | 'right'
  /** The labels of a resource. Default: none are known. */
  readonly labelsOf?: ((resource: ResourceKey) => Readonly<Record<string, string>>) | undefined
  /** The tag of the capture that is at work. */
  readonly tag?: string | undefined
}

/** Answers which rules speak of a change; what they all ask of it is found out once. */
export function createRuleMatcher(
  change: FieldChange,
  context: DecisionContext,
): (rule: PolicyRule) => boolean {
  const identity = parseResourceKey(change.resource)
  const path = formatPath(change.path)
  const name = nameChange(change, context.sides)
  const { setBy } = change
  return ({ match }) =>
    isOneOf(match.flow, context.flow) &&
    isLikeOne(match.environment, context.environment) &&
    isLikeOne(match.unit, context.unit) &&
    isOneOf(match.unitChange, context.unitChange) &&
    isLikeOne(match.group, identity.group) &&
    isLikeOne(match.kind, identity.kind) &&
    isLikeOne(match.namespace, identity.namespace) &&
    isLikeOne(match.name, identity.name) &&
    isBelowOne(match.path, path) &&
    isLikeOne(match.change, name) &&
    isOneOf(match.author, setBy?.kind ?? 'unknown') &&
    isLikeOne(match.authorId, setBy?.id ?? '') &&
    isLikeOne(match.authorName, setBy?.name ?? '') &&
    isLikeOne(match.tag, setBy?.tag ?? context.tag ?? '') &&
    hasLabels(match.labels, context.labelsOf?.(change.resource) ?? {})
}

function hasLabels(wanted: PolicyRule['match']['labels'], labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted ?? {}).every(([key, globs]) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined
    return value !== undefined && isLikeOne(globs, value)
  })
}

function isOneOf(words: readonly string[] | undefined, word: string): boolean {
  return words === undefined || words.includes(word)
}

function isLikeOne(globs: readonly string[] | undefined, text: string): boolean {
  return globs === undefined || globs.some((glob) => matchesGlob(glob, text))
}

function isBelowOne(globs: readonly string[] | undefined, path: string): boolean {
  return (
    globs === undefined || globs.some((glob) => matchesGlob(glob, path) || matchesGlob(`${glob}/**`, path))
  )
}
