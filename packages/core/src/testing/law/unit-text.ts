/** The fields of the law's resources; `server` is the one that the authority's trigger sets. */
export const lawFields = ['a', 'b', 'c', 'server'] as const

/** One resource of the law, a ConfigMap, by field. */
export type ResourceFields = Readonly<Partial<Record<(typeof lawFields)[number], string>>>

/** The resources of one unit by name; none: the unit does not exist. */
export type UnitResources = Readonly<Record<string, ResourceFields>>

/** Writes a unit with comments between the fields, so that edits of two fields are edits of distant lines. */
export function writeUnit(resources: UnitResources): string {
  return Object.entries(resources)
    .map(([name, fields]) => {
      const lines = lawFields.flatMap((field) => {
        const value = fields[field]
        return value === undefined
          ? []
          : [`  # ${field} of`, `  # ${name}, kept apart`, `  ${field}: ${value}`]
      })
      const data = lines.length === 0 ? ['data: {}'] : ['data:', ...lines]
      return ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, ...data, ''].join('\n')
    })
    .join('---\n')
}

// The same few texts are read over and over, by whoever acts and by whoever watches.
const mostKept = 1000
const kept = new Map<string, UnitResources>()

/** Reads what {@link writeUnit} writes, also after edits. */
export function readUnit(text: string): UnitResources {
  const known = kept.get(text)
  if (known !== undefined) return known
  if (kept.size === mostKept) kept.clear()
  const resources = parseUnit(text)
  kept.set(text, resources)
  return resources
}

function parseUnit(text: string): UnitResources {
  const resources: Record<string, ResourceFields> = {}
  for (const document of text.split(/^---$/m)) {
    const name = /^ {2}name: "?([a-z]+)"?$/m.exec(document)?.[1]
    if (name === undefined) continue
    const fields: Record<string, string> = {}
    for (const [, field, value] of document.matchAll(/^ {2}([a-z]+): "?([^"#\n]*?)"?$/gm)) {
      if (field !== undefined && field !== 'name' && value !== undefined) fields[field] = value
    }
    resources[name] = fields
  }
  return resources
}
