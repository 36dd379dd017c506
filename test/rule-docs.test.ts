import { readFileSync } from 'node:fs'
import { builtInRules, createNormalization, normalize, parseUnit } from '@tideway/core'
import { expect, it } from 'vitest'
import { readConfig } from '../packages/cli/src/config/read-config.ts'
import { renderRuleDocs } from '../scripts/render-rule-docs.ts'

const read = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')

it('docs/normalization-rules.md is what the rules say; if not, run npm run docs:rules', () => {
  expect(read('normalization-rules.md')).toBe(renderRuleDocs())
})

it('every built-in rule has an id, a version and a source, and can be switched off', () => {
  for (const { id, version, source } of builtInRules) {
    expect([id, version > 0, source.length > 10]).toEqual([
      expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
      true,
      true,
    ])
    expect(createNormalization({ off: [id] }).rules.map((rule) => rule.id)).not.toContain(id)
  }
})

it('docs/normalization.md names rules that there are', () => {
  const ids = new Set(builtInRules.map(({ id }) => id))
  const [, table = ''] = /## The rules\n([\s\S]*?)\nLists are/.exec(read('normalization.md')) ?? []
  const named = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`(?=[^|]*\|)/g)].map(([, id = '']) => id)
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((id) => !ids.has(id))).toEqual([])
})

it('docs/normalization.md shows a configuration that can be read', () => {
  const [, block = ''] = /```yaml tideway\n([\s\S]*?)```/.exec(read('normalization.md')) ?? []
  const environments = 'version: 1\nenvironments: {dev: {space: dev, render: [{kind: files, path: .}]}}\n'
  const definition =
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n'
  const config = readConfig(`${environments}${block}`, 'tideway.yaml', () => definition)
  const normalization = config.environments['dev']?.normalization
  expect(normalization?.from === 'files' && normalization.rules.version).toContain('+proxy-image@1')
})

it('the built-in rules are asked of a resource that nobody knows without harm', () => {
  const unit = parseUnit(
    'apiVersion: odd.example/v1\nkind: Odd\nmetadata: {name: a}\nspec: {replicas: 1, unknown: {}}\n',
  )
  if (unit.kind === 'invalid') throw unit.error
  const [odd] = unit.resources
  expect(normalize(odd?.value ?? {})).toEqual({ resource: odd?.value, fired: [] })
})
