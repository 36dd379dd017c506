import { formatUnit, type Json, type JsonObject } from '@tideway/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findTestProgram } from '../find-test-program.ts'
import { createBuilder } from '../program/create-builder.ts'
import type { RenderedEnvironment } from '../render-options.ts'
import { picks } from './picked-changes.fixture.ts'
import { filesWith, scalar, value, word } from './source-files.fixture.ts'
import { checkLaw, isReadable, namesIn } from './write-back-law.fixture.ts'

const kubectl = findTestProgram('kubectl')
const helm = findTestProgram('helm')
const build = createBuilder({ binaries: { kubectl, helm }, directory: '.' })
const units = [{ by: 'label', key: 'unit' }] as const

/** Runs a law over scenes (always the same with a seed), and expects that more than a part of what is wanted converges. */
async function check<Given>(
  given: fc.Arbitrary<Given>,
  numRuns: number,
  part: number,
  law: (given: Given) => Promise<{ readonly wanted: number; readonly unresolved: number }>,
  seed?: number,
) {
  let [wanted, unresolved] = [0, 0]
  const property = fc.asyncProperty(given, async (one) => {
    const seen = await law(one)
    wanted += seen.wanted
    unresolved += seen.unresolved
  })
  await fc.assert(property, { numRuns, endOnFailure: true, ...(seed === undefined ? {} : { seed }) })
  expect(wanted - unresolved).toBeGreaterThan(wanted * part)
}

const kustomizeTitle = kubectl === undefined ? 'skipped: kubectl' : 'what is written back to kustomizations'
describe.skipIf(kubectl === undefined)(kustomizeTitle, () => {
  // Two thirds converge; of as few random scenes it may be less than half.
  test.each([
    { scenes: 'the same scenes every time', part: 0.5, seed: 1 },
    { scenes: 'random scenes', part: 0, seed: undefined },
  ])('renders what is wanted of $scenes, or says that it does not', async ({ part, seed }) => {
    const of = (environment: string): RenderedEnvironment => ({
      environment,
      render: [{ kind: 'kustomize', path: environment, command: ['kubectl', 'kustomize'], units }],
    })
    const given = fc.record({
      base: filesWith(value, '.yaml'),
      own: fc.boolean(),
      shared: fc.boolean(),
      patched: fc.boolean(),
      more: fc.constantFrom('', 'namePrefix: p-\n', 'namespace: shop\n', 'commonAnnotations: {k: "512"}\n'),
      chosen: picks,
    })
    await check(
      given,
      25,
      part,
      async ({ base, own, shared, patched, more, chosen }) => {
        const names = Object.values(base).flatMap(namesIn)
        fc.pre(new Set(names).size === names.length)
        const listed = Object.keys(base).map((path) => `- ${path.replace('base/', '')}\n`)
        const thing = (name: string, spec: JsonObject): JsonObject => ({
          apiVersion: 'example.org/v1',
          kind: 'Thing',
          metadata: { name, labels: { unit: 'own' } },
          spec,
        })
        const patch = `patches:\n- patch: |-\n    apiVersion: example.org/v1\n    kind: Thing\n    metadata:\n      name: own\n    spec:\n      # five\n      a: 5\n`
        const files = {
          ...base,
          'base/kustomization.yaml': `resources:\n${listed.join('')}`,
          'prod/kustomization.yaml': `# prod\n${more}resources:\n- ../base # all\n${own ? '- own.yaml\n' : ''}${own && patched ? patch : ''}`,
          'prod/own.yaml': formatUnit([thing('own', { a: 1, b: ['x'] })]),
          'dev/kustomization.yaml': 'resources:\n- ../base\n',
        }
        const scene = { files, environment: of('prod'), others: shared ? [of('dev')] : [], build }
        return checkLaw(scene, chosen, 12)
      },
      seed,
    )
  })
})

const helmTitle = helm === undefined ? 'skipped: helm' : 'what is written back to charts'
describe.skipIf(helm === undefined)(helmTitle, () => {
  test('renders what is wanted, or says that it does not', async () => {
    const of = (environment: string): RenderedEnvironment => ({
      environment,
      render: [{ kind: 'helm', path: 'chart', values: [`${environment}.yaml`], release: 'r', units }],
    })
    const form = fc.constantFrom(
      '{{ .Values.KEY | toJson }}',
      '{{ .Values.KEY | toJson }} # its own',
      '{{ .Values.map.KEY | toJson }}',
      'pre-{{ .Values.text.KEY }}',
      '"{{ .Values.text.KEY }}.{{ .Values.map.KEY | toString }}"',
      '{{ if .Values.on }}{{ .Values.KEY | toJson }}{{ else }}off{{ end }}',
      '{{ .Values.map | toJson }}',
      'literal # here',
    )
    const four = <Item>(of4: fc.Arbitrary<Item>) => fc.record({ a: of4, b: of4, c: of4, d: of4 })
    const plain = word.filter((text) => /^[a-z]\w*$/.test(text))
    const given = fc.record({
      forms: four(form),
      values: four(value),
      map: four(scalar),
      text: four(plain),
      own: fc.dictionary(fc.constantFrom('a', 'b'), value),
      on: fc.boolean(),
      chosen: picks,
    })
    await check(given, 40, 0.05, async ({ forms, values, map, text, own, on, chosen }) => {
      const fields = Object.entries(forms).map(([key, one]) => `  ${key}: ${one.replaceAll('KEY', key)}\n`)
      const thing = (name: string, body: string) =>
        `apiVersion: example.org/v1\nkind: Thing\nmetadata:\n  name: ${name}\n  labels: {unit: unit-${name}}\nspec:\n${body}`
      const json = (settings: Json) => `# ours\n${formatUnit([settings as JsonObject])}`
      const files = {
        'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\n',
        'chart/values.yaml': json({ ...values, map, text, on }),
        'chart/templates/all.yaml': `${thing('one', fields.join(''))}---\n${thing('two', '  a: 1 # literal\n')}{{ if .Values.on }}---\n${thing('three', '  a: 1\n')}{{ end }}`,
        'prod.yaml': json(own),
        'dev.yaml': json({ a: 'x' }),
      }
      const scene = { files, environment: of('prod'), others: [of('dev')], build }
      fc.pre(await isReadable(scene))
      return checkLaw(scene, chosen, 8)
    })
  })
})
