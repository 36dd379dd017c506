import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Builder } from '../program/build.ts'
import type { CutRule, RenderedEnvironment } from '../render-options.ts'
import { picks } from './picked-changes.fixture.ts'
import { filesWith, value, word } from './source-files.fixture.ts'
import { checkLaw, isReadable, type LawOutcome, namesIn } from './write-back-law.fixture.ts'

const build: Builder = () => Promise.reject(new Error('nothing here is rendered by a program'))
const rules: readonly (readonly CutRule[])[] = [[{ by: 'file' }], [{ by: 'label', key: 'unit' }]]
const runs = { numRuns: 150 }

let seen = { wanted: 0, unresolved: 0 }
const note = (more: LawOutcome) => {
  seen = { wanted: seen.wanted + more.wanted, unresolved: seen.unresolved + more.unresolved }
}
beforeEach(() => {
  seen = { wanted: 0, unresolved: 0 }
})

const inTemplate = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.constantFrom(`\${A}`, `\${B}`, `pre-\${A}`, `\${A}.\${B}`, `x\${C}y`, `$C`),
)

describe('what is written back', () => {
  test('renders what is wanted, or says that it does not: plain files', async () => {
    const law = fc.asyncProperty(
      filesWith(value, '.yaml'),
      picks,
      fc.constantFrom(...rules),
      async (files, p, units) => {
        const names = Object.values(files).flatMap((text) => namesIn(text))
        fc.pre(units[0]?.by === 'file' || new Set(names).size === names.length)
        const environment = { environment: 'prod', render: [{ kind: 'files', path: 'base', units } as const] }
        const shared = {
          environment: 'dev',
          render: [{ kind: 'files', path: 'base/db.y*l', units } as const],
        }
        const scene = { files: { ...files, 'base/x': '' }, environment, others: [shared], build }
        note(await checkLaw(scene, p, 3))
      },
    )
    await fc.assert(law, runs)
    expect(seen.wanted - seen.unresolved).toBeGreaterThan(seen.wanted / 2)
  })

  test('renders what is wanted, or says that it does not: templates', async () => {
    const env = fc.record({ A: word, B: fc.constantFrom('1', 'b'), C: fc.constantFrom('7', 'c d') })
    const law = fc.asyncProperty(
      filesWith(inTemplate, '.yaml.template'),
      env,
      env,
      picks,
      fc.record({ patched: fc.boolean(), alone: fc.boolean(), units: fc.constantFrom(...rules) }),
      async (files, prod, dev, p, { patched, alone, units }) => {
        const names = Object.values(files).flatMap((text) => namesIn(text))
        fc.pre(units[0]?.by === 'file' || new Set(names).size === names.length)
        const of = (environment: string): RenderedEnvironment => ({
          environment,
          render: [
            {
              kind: 'envsubst',
              path: 'base',
              variables: `${environment}.env`,
              ...(patched ? { patch: `${environment}.patch.yaml` } : {}),
              units,
            },
          ],
        })
        const all = { ...files, 'base/x': '', 'prod.env': envText(prod), 'dev.env': envText(dev) }
        // A value can break a template's YAML: then nothing can be said of any unit that is cut by its label.
        const scene = { files: all, environment: of('prod'), others: alone ? [] : [of('dev')], build }
        fc.pre((await isReadable(scene)) && (await isReadable({ ...scene, environment: of('dev') })))
        note(await checkLaw(scene, p, 9))
      },
    )
    await fc.assert(law, runs)
    expect(seen.wanted - seen.unresolved).toBeGreaterThan(seen.wanted / 2)
  })
})

function envText(variables: Readonly<Record<string, string>>): string {
  const quote = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`)
  return Object.entries(variables)
    .map(([name, text]) => `${name}=${/^\w+$/.test(text) ? text : quote(text)}\n`)
    .join('')
}
