import { type ResourceFields, readUnit, type UnitResources, writeUnit } from './unit-text.ts'

/** One side's units, as the people of a side see and change them. */
export interface SideEditor {
  /** The text of every unit of the law; empty where there is none. */
  texts(): Readonly<Record<string, string>>
  /** Replaces a unit's text; an empty one removes the unit. */
  replace(unit: string, text: string): void
}

/** Where a resource lies, and what it holds. */
export interface Located {
  readonly unit: string
  readonly fields: ResourceFields
}

/** Finds a resource in whichever unit holds it. */
export function locate(side: SideEditor, resource: string): Located | undefined {
  for (const [unit, text] of Object.entries(side.texts())) {
    const fields = readUnit(text)[resource]
    if (fields !== undefined) return { unit, fields }
  }
  return undefined
}

/** Puts a resource into a unit, beside what is there. */
export function put(side: SideEditor, unit: string, resource: string, fields: ResourceFields): void {
  side.replace(unit, writeUnit({ ...resourcesOf(side, unit), [resource]: fields }))
}

/** Takes a resource out of a unit. */
export function take(side: SideEditor, unit: string, resource: string): void {
  const { [resource]: _, ...others } = resourcesOf(side, unit)
  side.replace(unit, writeUnit(others))
}

/** Sets a field of a resource, wherever it lies; nothing where the resource or the value is missing. */
export function setField(side: SideEditor, resource: string, field: string, value: string | undefined): void {
  const located = locate(side, resource)
  if (located === undefined || value === undefined) return
  put(side, located.unit, resource, { ...located.fields, [field]: value })
}

function resourcesOf(side: SideEditor, unit: string): UnitResources {
  return readUnit(side.texts()[unit] ?? '')
}
