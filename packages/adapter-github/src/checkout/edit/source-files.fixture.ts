import { formatUnit, type Json, type JsonObject } from '@tideway/core'
import * as fc from 'fast-check'

/** Words that YAML, shells and templates read in ways of their own. */
export const word: fc.Arbitrary<string> = fc.constantFrom(
  'x',
  'a b',
  '512',
  'true',
  'no',
  '',
  "it's",
  'say "hi"',
  '#no',
  'a: b',
  '1.10',
  '$A',
)
/** A value on one line. */
export const scalar: fc.Arbitrary<Json> = fc.oneof(word, fc.integer({ min: 0, max: 999 }), fc.boolean())
const named = fc.record({ name: fc.constantFrom('app', 'side'), size: scalar })
/** The value of a field. */
export const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.uniqueArray(named, { selector: ({ name }) => name, maxLength: 2 }),
  fc.dictionary(fc.constantFrom('k', 'l', 'm'), scalar, { maxKeys: 3 }),
)
const spec = (of: fc.Arbitrary<Json>) =>
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), of, { maxKeys: 4 })
const resourceWith = (of: fc.Arbitrary<Json>) =>
  fc.record({ name: fc.constantFrom('one', 'two', 'three'), spec: spec(of) }).map(
    ({ name, spec: fields }): JsonObject => ({
      apiVersion: 'example.org/v1',
      kind: 'Thing',
      metadata: { name, labels: { unit: `unit-${name}` } },
      spec: fields,
    }),
  )
const unitWith = (of: fc.Arbitrary<Json>) =>
  fc.uniqueArray(resourceWith(of), {
    selector: (resource) => JSON.stringify(resource['metadata']),
    minLength: 1,
    maxLength: 3,
  })
/** Files of units, by path. */
export const filesWith = (of: fc.Arbitrary<Json>, ending: string): fc.Arbitrary<Record<string, string>> =>
  fc
    .dictionary(fc.constantFrom('web', 'db'), unitWith(of), { minKeys: 1 })
    .map((units) =>
      Object.fromEntries(
        Object.entries(units).map(([name, resources]) => [
          `base/${name}${ending}`,
          `# ${name}\n${formatUnit(resources)}`,
        ]),
      ),
    )
