import { lawFields, readUnit } from './unit-text.ts'

/** The texts of one side by unit; a unit that is not there is missing or empty. */
export type SideTexts = Readonly<Record<string, string>>

/** A field as `unit/resource.field`, or as `unit/resource` that the resource exists. */
export type Place = string

/** The values of all places of a side; what is absent is not in it. */
export type PlaceValues = ReadonlyMap<Place, string>

/**
 * What an observer with full sight knows: per place the value on which Git's main branch and ConfigHub last
 * agreed. The archive under test must never be less careful.
 */
export interface Ledger {
  /** Notes what is equal now on both sides. */
  observe(git: SideTexts, confighub: SideTexts): void
  /** Notes what a run saw equal at its commit; a value that comes back to it has not changed, as for any merge. */
  observeRun(git: SideTexts, confighub: SideTexts): void
  /** Notes that a value of Git's (at an older commit, or as a reviewer decided) counts as agreed. */
  agree(place: Place, value: string | undefined): void
  /** True for the value last agreed on, really or as the last run saw it. */
  isAgreed(place: Place, value: string | undefined): boolean
}

/** Makes the ledger of a history that begins with nothing on either side. */
export function createLedger(): Ledger {
  const real = new Map<Place, string | undefined>()
  const seen = new Map<Place, string | undefined>()
  const known = new Set<Place>()
  function noteEqual(values: Map<Place, string | undefined>, git: SideTexts, confighub: SideTexts): void {
    const [left, right] = [placesOf(git), placesOf(confighub)]
    for (const place of [...left.keys(), ...right.keys()]) known.add(place)
    for (const place of known) if (left.get(place) === right.get(place)) values.set(place, left.get(place))
  }
  return {
    observe: (git, confighub) => noteEqual(real, git, confighub),
    observeRun: (git, confighub) => noteEqual(seen, git, confighub),
    agree(place, value) {
      known.add(place)
      real.set(place, value)
      seen.set(place, value)
    },
    isAgreed: (place, value) => real.get(place) === value || seen.get(place) === value,
  }
}

/** The values of a side; what the server sets by itself is nobody's and left out. */
export function placesOf(texts: SideTexts): PlaceValues {
  const values = new Map<Place, string>()
  for (const [unit, text] of Object.entries(texts)) {
    for (const [resource, fields] of Object.entries(readUnit(text))) {
      values.set(`${unit}/${resource}`, 'exists')
      for (const field of lawFields) {
        const value = fields[field]
        if (value !== undefined && field !== 'server') values.set(`${unit}/${resource}.${field}`, value)
      }
    }
  }
  return values
}

/** Every place whose value differs between two states of one side. */
export function changedPlaces(before: PlaceValues, after: PlaceValues): readonly Place[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (place) => before.get(place) !== after.get(place),
  )
}
