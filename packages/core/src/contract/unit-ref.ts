/** Names one unit in its store. */
export interface UnitRef {
  /** The unit's name, the same on every side (a ConfigHub slug, or what the renderer yields). */
  readonly unit: string
  /** The store's own id, where it has one; opaque to the core. */
  readonly id?: string | undefined
}

/**
 * A store's name for one state of a unit's text; compared for equality, never interpreted. Labels and annotations are
 * no part of it. A hash of the text will do: a text that came back is then the state that was read. A store with a
 * `History` needs one name for each revision.
 */
export type RevisionToken = string

/** Key and value pairs kept beside a unit, not in its text. */
export type Annotations = Readonly<Record<string, string>>

/** Annotations to set and, where the value is null, to remove; others stay (RFC 7396). */
export type AnnotationChanges = Readonly<Record<string, string | null>>
