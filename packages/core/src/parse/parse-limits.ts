/** How much a unit's text may hold before it is refused. */
export interface ParseLimits {
  /** Length of the text, in UTF-16 code units. */
  readonly characters: number
  /** YAML documents, empty ones included. */
  readonly documents: number
  /** How deep maps and lists nest, with aliases expanded. */
  readonly depth: number
  /** Values that come into being by expanding aliases and merge keys, in one document. */
  readonly aliasedValues: number
}

/** The limits that hold where none are given; far above any real unit. */
export const defaultParseLimits: ParseLimits = {
  characters: 16 * 1024 * 1024,
  documents: 10_000,
  depth: 256,
  aliasedValues: 100_000,
}
