/** The fields of the law's units; `server` is the one that the authority's trigger sets. */
export const lawFields = ['a', 'b', 'c', 'server'] as const

/** A unit of the law: one ConfigMap with some of the fields. */
export type UnitFields = Readonly<Partial<Record<(typeof lawFields)[number], string>>>

/** Writes a unit with a comment between the fields, so that edits of two fields are edits of distant lines. */
export function writeUnit(unit: string, fields: UnitFields): string {
  const lines = lawFields.flatMap((field) => {
    const value = fields[field]
    return value === undefined ? [] : [`  # ${field} of`, `  # ${unit}, kept apart`, `  ${field}: ${value}`]
  })
  const data = lines.length === 0 ? ['data: {}'] : ['data:', ...lines]
  return ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${unit}`, ...data, ''].join('\n')
}

/** Reads what {@link writeUnit} writes, also after edits; an empty text is a unit that does not exist. */
export function readUnit(text: string): UnitFields | undefined {
  if (text.trim() === '') return undefined
  const fields: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const [, field, value] = /^ {2}([a-z]+): "?([^"#]*?)"?$/.exec(line) ?? []
    if (field !== undefined && field !== 'name' && value !== undefined) fields[field] = value
  }
  return fields
}
