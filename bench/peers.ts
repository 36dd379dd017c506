import { load } from 'js-yaml'
import { type Delta, diff as jsonDiff } from 'jsondiffpatch'
import microdiff from 'microdiff'
import { parse } from 'yaml'
import type { BenchUnits } from './make-units.ts'

/** Where the sides differ, as `unit pointer class` lines; the same of every way to find out. */
export type Answer = readonly string[]

/** What anybody would write first: parse everything with `yaml`, and join two differences of jsondiffpatch. */
export function compareWithYaml(units: BenchUnits): Answer {
  return joinAll(units, parse, (before, after) => {
    const places = new Set<string>()
    collectDelta(jsonDiff(before, after), '', places)
    return places
  })
}

/** The same with faster parts: js-yaml and microdiff. */
export function compareWithJsYaml(units: BenchUnits): Answer {
  return joinAll(units, load, (before, after) => {
    const differences = microdiff(asRecord(before), asRecord(after), { cyclesFix: false })
    return new Set(
      differences.map(({ path }) => `/${path.map((part) => escapeSegment(String(part))).join('/')}`),
    )
  })
}

/** Parses all three sides with js-yaml, and nothing more. */
export function parseWithJsYaml({ base, left, right }: BenchUnits): readonly unknown[] {
  return [base, left, right].flatMap((set) => [...set.values()].map((text) => load(text)))
}

function joinAll(
  { base, left, right }: BenchUnits,
  read: (text: string) => unknown,
  differ: (before: unknown, after: unknown) => ReadonlySet<string>,
): Answer {
  const answer: string[] = []
  for (const [unit, text] of base) {
    const [before, ours, theirs] = [text, left.get(unit) ?? '', right.get(unit) ?? ''].map(read)
    const [leftPlaces, rightPlaces] = [differ(before, ours), differ(before, theirs)]
    for (const place of leftPlaces)
      answer.push(`${unit} ${place} ${rightPlaces.has(place) ? 'conflict' : 'left'}`)
    for (const place of rightPlaces) if (!leftPlaces.has(place)) answer.push(`${unit} ${place} right`)
  }
  return answer
}

function collectDelta(delta: Delta, place: string, places: Set<string>): void {
  if (delta === undefined) return
  if (Array.isArray(delta)) {
    places.add(place)
    return
  }
  for (const [key, below] of Object.entries(delta)) {
    if (key !== '_t') collectDelta(below, `${place}/${escapeSegment(key)}`, places)
  }
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
