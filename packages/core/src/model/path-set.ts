import type { FieldPath } from './field-path.ts'

/**
 * A set of fields, as a tree of segments: a member stands for the field and for all below it.
 * Immutable; the empty set is {@link emptyPathSet}.
 */
export interface PathSet {
  /** True where the field at this place is a member itself. */
  readonly here: boolean
  readonly children: ReadonlyMap<string, PathSet>
}

/** The set without members. */
export const emptyPathSet: PathSet = { here: false, children: new Map() }

/** The set that holds every field. */
export const everyPath: PathSet = { here: true, children: new Map() }

/** The set with these members. */
export function pathSetOf(paths: Iterable<FieldPath>): PathSet {
  let set = emptyPathSet
  for (const path of paths) set = addPath(set, path)
  return set
}

/** Adds a member; a field below a member is a member already. */
export function addPath(set: PathSet, path: FieldPath): PathSet {
  if (set.here) return set
  const [segment, ...rest] = path
  if (segment === undefined) return everyPath
  const children = new Map(set.children)
  children.set(segment, addPath(children.get(segment) ?? emptyPathSet, rest))
  return { here: false, children }
}

/** The part of the set below one segment; what lies below a member is a member. */
export function childPaths(set: PathSet, segment: string): PathSet {
  return set.here ? everyPath : (set.children.get(segment) ?? emptyPathSet)
}

/** The part of the set below a path. */
export function pathsBelow(set: PathSet, path: FieldPath): PathSet {
  return path.reduce(childPaths, set)
}

/** True for a set without members. */
export function isEmptyPathSet(set: PathSet): boolean {
  return !set.here && set.children.size === 0
}

/** The members, ordered, so that equal sets list equally. */
export function listPaths(set: PathSet): readonly FieldPath[] {
  if (set.here) return [[]]
  return [...set.children.keys()]
    .sort()
    .flatMap((segment) =>
      listPaths(set.children.get(segment) ?? emptyPathSet).map((path) => [segment, ...path]),
    )
}
