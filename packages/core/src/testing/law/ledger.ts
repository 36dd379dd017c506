import { lawFields, readUnit, type UnitFields } from './unit-text.ts'

/** The texts of one side by unit; a unit that is not there is missing or empty. */
export type SideTexts = Readonly<Record<string, string>>

/** A field by unit and name, or the existence of a unit. */
export type Place = string

/**
 * What an observer with full sight knows: per field the value on which Git's main branch and ConfigHub really
 * last agreed, and who set ConfigHub's present value. The archive under test must never be less careful.
 */
export interface Ledger {
  /** Notes what is equal now on both sides. */
  observe(git: SideTexts, confighub: SideTexts): void
  /** Notes that a value of Git's (at an older commit, or as a reviewer decided) counts as agreed. */
  agree(place: Place, value: string | undefined): void
  /** Notes what a run saw equal at its commit; a value that comes back to it has not changed, as for any merge. */
  observeRun(git: SideTexts, confighub: SideTexts): void
  /** True for the value last agreed on, really or as the last run saw it. */
  isAgreed(place: Place, value: string | undefined): boolean
}

/** Makes the ledger of a history that begins with nothing on either side. */
export function createLedger(): Ledger {
  const real = new Map<Place, string | undefined>()
  const seen = new Map<Place, string | undefined>()
  return {
    observe: (git, confighub) => noteEqual(real, git, confighub),
    observeRun: (git, confighub) => noteEqual(seen, git, confighub),
    agree(place, value) {
      real.set(place, value)
      seen.set(place, value)
    },
    isAgreed: (place, value) => real.get(place) === value || seen.get(place) === value,
  }
}

function noteEqual(values: Map<Place, string | undefined>, git: SideTexts, confighub: SideTexts): void {
  for (const unit of new Set([...Object.keys(git), ...Object.keys(confighub)])) {
    const left = places(unit, readUnit(git[unit] ?? ''))
    const right = places(unit, readUnit(confighub[unit] ?? ''))
    for (const [place, value] of left) if (right.get(place) === value) values.set(place, value)
  }
}

/** The values of all fields of a unit, absent ones included. */
export function places(unit: string, fields: UnitFields | undefined): ReadonlyMap<Place, string | undefined> {
  const all = new Map<Place, string | undefined>([[unit, fields === undefined ? undefined : 'exists']])
  for (const field of lawFields) all.set(`${unit}.${field}`, fields?.[field])
  return all
}
