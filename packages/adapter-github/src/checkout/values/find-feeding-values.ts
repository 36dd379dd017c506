import {
  deepEqual,
  type FieldPath,
  getField,
  isJsonList,
  isJsonObject,
  type Json,
  type Tree,
} from '@tideway/core'

/** A field of a resource, before and after. */
export interface FieldMove {
  readonly path: FieldPath
  /** The whole resource as it is rendered. */
  readonly current: Tree
  /** The whole resource as it should be. */
  readonly wanted: Tree
}

/** A value in a file of settings that may feed a field, and what it would have to become. */
export interface FeedingValue {
  readonly path: FieldPath
  readonly value: Tree
}

// Each candidate costs a render; the likely ones come first.
const maxCandidates = 10

/**
 * Finds the values of a settings file from which a field may be rendered, likeliest first: one that is the field's
 * own value, a part of its text, or the map or list that it lies in. Whether it alone feeds the field, a render tells.
 */
export function findFeedingValues(settings: Tree, move: FieldMove): readonly FeedingValue[] {
  const leaves = listNodes(settings, [])
  const found = [...ofScalar(leaves, move), ...ofEnclosing(leaves, move), ...ofEmpty(leaves, move)]
  const distinct = found.filter(
    (one, index) =>
      found.findIndex((other) => deepEqual([...one.path], [...other.path]) && sameValue(one, other)) ===
      index,
  )
  const name = move.path.at(-1)?.toLowerCase()
  const isNamed = ({ path }: FeedingValue) => path.at(-1)?.toLowerCase() === name
  return [...distinct.filter(isNamed), ...distinct.filter((one) => !isNamed(one))].slice(0, maxCandidates)
}

function sameValue(one: FeedingValue, other: FeedingValue): boolean {
  return deepEqual(one.value, other.value)
}

interface Node {
  readonly path: FieldPath
  readonly value: Json
}

function listNodes(value: Tree, path: FieldPath): readonly Node[] {
  const entries: readonly (readonly [string, Json])[] = isJsonObject(value)
    ? Object.entries(value)
    : isJsonList(value)
      ? value.map((item, index) => [String(index), item] as const)
      : []
  return entries.flatMap(([key, item]) => [
    { path: [...path, key], value: item },
    ...listNodes(item, [...path, key]),
  ])
}

function ofScalar(nodes: readonly Node[], { path, current, wanted }: FieldMove): readonly FeedingValue[] {
  const [before, after] = narrow(getField(current, path), getField(wanted, path))
  const [text, goal] = [textOf(before), textOf(after)]
  if (text === undefined || goal === undefined) return []
  const exact = nodes.filter(({ value }) => textOf(value) === text)
  const parts = nodes
    .flatMap(({ path: at, value }) => {
      const part = textOf(value)
      if (part === undefined || part === '' || part === text) return []
      return holes(text, part).flatMap((hole) => {
        const next = fill(goal, hole)
        return next === undefined ? [] : [{ path: at, value: likeType(value, next), length: part.length }]
      })
    })
    .sort((one, other) => other.length - one.length)
  return [
    ...exact.map(({ path: at, value }) => ({
      path: at,
      value: typeof value === typeof before && after !== undefined ? after : likeType(value, goal),
    })),
    ...parts.map(({ path: at, value }) => ({ path: at, value })),
  ]
}

// A list without keys changes as a whole: where one text in it differs, that is what is fed.
function narrow(before: Tree, after: Tree): readonly [Tree, Tree] {
  const [left, right] = [childrenOf(before), childrenOf(after)]
  if (left === undefined || right === undefined || left.length !== right.length) return [before, after]
  const differing = left.flatMap(([key, value], index) => {
    const [otherKey, other] = right[index] ?? []
    return key === otherKey && deepEqual(value, other) ? [] : [{ isSame: key === otherKey, value, other }]
  })
  const [only, more] = differing
  return only?.isSame === true && more === undefined ? narrow(only.value, only.other) : [before, after]
}

function childrenOf(value: Tree): readonly (readonly [string, Json])[] | undefined {
  if (isJsonList(value)) return value.map((item, index) => [String(index), item] as const)
  if (!isJsonObject(value)) return undefined
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
}

interface Hole {
  readonly before: string
  readonly after: string
}

function holes(text: string, part: string): readonly Hole[] {
  const found: Hole[] = []
  for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + 1)) {
    found.push({ before: text.slice(0, start), after: text.slice(start + part.length) })
  }
  return found
}

function fill(goal: string, { before, after }: Hole): string | undefined {
  const length = goal.length - before.length - after.length
  return length >= 0 && goal.startsWith(before) && goal.endsWith(after)
    ? goal.slice(before.length, before.length + length)
    : undefined
}

// What stands in the settings as it is: the field itself, else the smallest map or list around it.
function ofEnclosing(nodes: readonly Node[], { path, current, wanted }: FieldMove): readonly FeedingValue[] {
  return path.flatMap((_, index) => {
    const above = path.slice(0, path.length - index)
    const before = getField(current, above)
    if (isEmpty(before)) return []
    const after = getField(wanted, above)
    return nodes
      .filter(({ value }) => deepEqual(value, before))
      .map((node) => ({ path: node.path, value: after }))
  })
}

// What is empty renders nothing: only its name tells what it is for.
function ofEmpty(nodes: readonly Node[], { path, current, wanted }: FieldMove): readonly FeedingValue[] {
  return path.flatMap((segment, index) => {
    const at = path.slice(0, index + 1)
    if (!isEmpty(getField(current, at))) return []
    return nodes
      .filter(({ value, path: own }) => isEmpty(value) && own.at(-1)?.toLowerCase() === segment.toLowerCase())
      .map((node) => ({ path: node.path, value: getField(wanted, at) }))
  })
}

function isNested(value: Tree): boolean {
  return isJsonObject(value) || isJsonList(value)
}

function isEmpty(value: Tree): boolean {
  if (isJsonObject(value)) return Object.keys(value).length === 0
  return isJsonList(value) ? value.length === 0 : value === undefined || value === null || value === ''
}

function textOf(value: Tree): string | undefined {
  if (value === undefined || value === null || isNested(value)) return undefined
  return String(value)
}

/** A text as a value of the type that stands there, where it reads as one. */
function likeType(sample: Json, text: string): Json {
  if (typeof sample === 'number' || typeof sample === 'bigint') {
    return /^(0|-?[1-9][0-9]{0,14})(\.[0-9]*[1-9])?$/.test(text) ? Number(text) : text
  }
  if (typeof sample === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
