import type { Revision } from '../contract/history.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { Attribution, FieldChange } from './field-change.ts'

/** A field that the authority changed and that still differs, and who did it. */
export interface OpenChange extends Attribution {
  /** `/<resource key>/<path>`, as a JSON Pointer. */
  readonly path: string
}

/** One step of a unit's history: a revision, and the unit before and after it. */
export interface RevisionStep {
  readonly revision: Revision
  /** The token of the revision before it, where there is one. */
  readonly previous?: string | undefined
  readonly before: UnitTree
  readonly after: UnitTree
}

/** What is known of a unit's history since the newest run looked. */
export interface Trail {
  /** Newest first. */
  readonly steps: readonly RevisionStep[]
  /** How far back it goes: to the unit's beginning, to what the newest run saw, or not so far. */
  readonly reach: 'beginning' | 'seen' | 'short'
}

/**
 * Names who set the right side's value of each change, and turns what only the server itself set into `automation`.
 * A field is the server's only if no person's change to it is still open: an unknown author counts as a person.
 * `open` is what the newest run found.
 */
export function attributeChanges(
  changes: readonly FieldChange[],
  trail: Trail,
  open: readonly OpenChange[],
): readonly FieldChange[] {
  return changes.map((change) => {
    const onRight = change.kind === 'conflict' || (change.kind === 'one-side' && change.side === 'right')
    if (!onRight) return change
    const setBy = attribute(change, trail, open)
    if (setBy.kind === 'automation' && change.kind === 'one-side')
      return { ...change, kind: 'automation', setBy }
    return { ...change, setBy }
  })
}

/** The authority's changes that a run leaves open, ordered by path. */
export function collectOpenChanges(changes: readonly FieldChange[]): readonly OpenChange[] {
  return changes
    .flatMap((change) =>
      change.setBy === undefined
        ? []
        : [{ ...change.setBy, path: formatPath([change.resource, ...change.path]) }],
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function attribute(change: FieldChange, trail: Trail, open: readonly OpenChange[]): Attribution {
  const path = [change.resource, ...change.path]
  const setting = trail.steps.filter(
    (step) => !deepEqual(getField(step.before, path), getField(step.after, path)),
  )
  const pointer = formatPath(path)
  const earlier = open.filter(
    (item) => isSameOrBelow(item.path, pointer) || isSameOrBelow(pointer, item.path),
  )
  const known = earlier.find((item) => item.kind !== 'automation')
  const byPeople = setting.filter((step) => step.revision.author.kind !== 'automation')
  const [byPerson] = byPeople
  if (byPerson !== undefined) {
    const after = known === undefined ? findUndisturbed(byPeople) : known.after
    return { ...attributionOf(byPerson.revision), ...(after === undefined ? {} : { after }) }
  }
  if (known !== undefined) return withoutPath(known)
  const server = earlier.find((item) => isSameOrBelow(pointer, item.path))
  if (!isExplained(change, trail, path) && (server === undefined || trail.reach === 'short')) {
    return { kind: 'unknown' }
  }
  const [newest] = setting
  if (newest !== undefined) return attributionOf(newest.revision)
  return server === undefined ? { kind: 'unknown' } : withoutPath(server)
}

// The revision before people changed what we published last; never an empty one, which stores begin a unit with.
function findUndisturbed(byPeople: readonly RevisionStep[]): string | undefined {
  const published = byPeople.findIndex((step) => step.revision.author.kind === 'publish')
  const first = (published < 0 ? byPeople : byPeople.slice(0, published)).at(-1)
  return first === undefined || Object.keys(first.before).length === 0 ? undefined : first.previous
}

// True where the trail holds every step from the base to the present value.
function isExplained(change: FieldChange, trail: Trail, path: FieldPath): boolean {
  if (trail.reach !== 'seen') return trail.reach === 'beginning'
  const oldest = trail.steps.at(-1)
  const before = oldest === undefined ? change.right : getField(oldest.before, path)
  return change.base.kind === 'known' && deepEqual(change.base.value, before)
}

function withoutPath({ path: _, ...attribution }: OpenChange): Attribution {
  return attribution
}

function attributionOf({ author, at, revision: by, description }: Revision): Attribution {
  return {
    kind: author.kind,
    ...(author.id === undefined ? {} : { id: author.id }),
    name: author.name,
    at,
    by,
    ...(description === '' ? {} : { description }),
  }
}

function isSameOrBelow(pointer: string, other: string): boolean {
  return pointer === other || pointer.startsWith(`${other}/`)
}
