import { isJsonObject, type JsonObject, parseUnit } from '@tideway/core'

/** The units of one side as a row of the table writes them: unit, resource, field. */
export type TableUnits = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string | number>>>>>
>

/** Each unit as a text of ConfigMaps. */
export function writeTableUnits(units: TableUnits): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(units).map(([unit, resources]) => [
      unit,
      Object.entries(resources)
        .map(([name, fields]) => {
          const data = Object.entries(fields).map(([field, value]) => `  ${field}: "${value}"\n`)
          return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data.join('')}`
        })
        .join('---\n'),
    ]),
  )
}

/** Texts as a row of the table would write them; a unit without a resource is not there. */
export function readTableUnits(texts: Readonly<Record<string, string | undefined>>): TableUnits {
  return Object.fromEntries(
    Object.entries(texts)
      .map(([unit, text = '']) => [unit, readResources(unit, text)] as const)
      .filter(([, resources]) => Object.keys(resources).length > 0),
  )
}

function readResources(unit: string, text: string): TableUnits[string] {
  const parsed = parseUnit(text, { name: unit })
  if (parsed.kind === 'invalid') throw parsed.error
  return Object.fromEntries(parsed.resources.map(({ identity, value }) => [identity.name, readFields(value)]))
}

function readFields({ data }: JsonObject): Readonly<Record<string, string | number>> {
  const fields = isJsonObject(data) ? Object.entries(data) : []
  return Object.fromEntries(
    fields.map(([field, value]) => [field, /^\d+$/.test(String(value)) ? Number(value) : String(value)]),
  )
}
