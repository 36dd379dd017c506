import type { Expected } from '../contract/sink.ts'
import type { AnnotationChanges, Annotations, RevisionToken } from '../contract/unit-ref.ts'
import { deepEqual } from '../model/deep-equal.ts'

/** One revision as a store in memory keeps it. */
export interface StoredRevision {
  readonly revision: RevisionToken
  readonly text: string
  readonly description: string
  readonly authorName: string | undefined
  /** True for what a trigger did. */
  readonly authorIsServer: boolean
  /** ISO 8601 in UTC. */
  readonly at: string
}

/** A unit as a store in memory keeps it. */
export interface StoredUnit {
  /** Newest first, never empty. */
  readonly revisions: readonly [StoredRevision, ...StoredRevision[]]
  readonly labels: Annotations
  readonly annotations: Annotations
}

/** What the server does by itself after a write: the text it makes of a unit's text, or undefined to leave it. */
export type Trigger = (unit: string, text: string) => string | undefined

/** What a write brings besides the unit's name. */
export interface StoreWrite {
  readonly text: string
  readonly description: string
  readonly authorName: string | undefined
  readonly authorIsServer: boolean
  readonly annotations?: Annotations | undefined
  readonly labels?: Annotations | undefined
}

/** What a write to a store did. */
export interface StoreOutcome {
  readonly kind: 'written' | 'unchanged'
  readonly revision: RevisionToken
}

/** Units with their revisions, in memory. Tokens count up per name and are never used twice. */
export interface UnitStore {
  readonly units: ReadonlyMap<string, StoredUnit>
  /** True where the unit is as `expected` says; an empty text counts as absent. */
  matches(unit: string, expected: Expected): boolean
  /** Adds a revision where the text is another one, and then what the triggers make of it. */
  write(unit: string, write: StoreWrite): StoreOutcome
  /** Merges annotations (null removes one) and labels; tells whether that changed anything. */
  annotate(unit: string, annotations: AnnotationChanges, labels?: Annotations): boolean
  purge(unit: string): boolean
}

/** Makes an empty store of units. */
export function createUnitStore(now: () => number, triggers: readonly Trigger[]): UnitStore {
  const units = new Map<string, StoredUnit>()
  const counts = new Map<string, number>()

  function append(unit: string, write: StoreWrite): RevisionToken {
    const count = (counts.get(unit) ?? 0) + 1
    counts.set(unit, count)
    const { text, description, authorName, authorIsServer } = write
    const at = new Date(now()).toISOString()
    const revision = { revision: String(count), text, description, authorName, authorIsServer, at }
    const before = units.get(unit)
    units.set(unit, {
      revisions: [revision, ...(before?.revisions ?? [])],
      labels: before?.labels ?? {},
      annotations: before?.annotations ?? {},
    })
    return revision.revision
  }

  function runTriggers(unit: string): void {
    for (const [index, trigger] of triggers.entries()) {
      const text = units.get(unit)?.revisions[0].text ?? ''
      const changed = text === '' ? undefined : trigger(unit, text)
      if (changed === undefined || changed === text) continue
      const description = `trigger ${index + 1}`
      append(unit, { text: changed, description, authorName: undefined, authorIsServer: true })
    }
  }

  function annotate(unit: string, annotations: AnnotationChanges, labels: Annotations = {}): boolean {
    const stored = units.get(unit)
    if (stored === undefined) return false
    const merged = {
      ...stored,
      annotations: merge(stored.annotations, annotations),
      labels: merge(stored.labels, labels),
    }
    units.set(unit, merged)
    return !deepEqual([stored.annotations, stored.labels], [merged.annotations, merged.labels])
  }

  return {
    units,
    matches(unit, expected) {
      const head = units.get(unit)?.revisions[0]
      if (expected === 'absent') return head === undefined || head.text === ''
      return head?.revision === expected
    },
    write(unit, write) {
      const head = units.get(unit)?.revisions[0]
      const same = head?.text === write.text ? head.revision : undefined
      const revision = same ?? append(unit, write)
      const annotated = annotate(unit, write.annotations ?? {}, write.labels)
      if (same === undefined) runTriggers(unit)
      return { kind: same === undefined || annotated ? 'written' : 'unchanged', revision }
    },
    annotate,
    purge: (unit) => units.delete(unit),
  }
}

function merge(kept: Annotations, changes: AnnotationChanges): Annotations {
  const merged: Record<string, string> = { ...kept }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key]
    else merged[key] = value
  }
  return merged
}
