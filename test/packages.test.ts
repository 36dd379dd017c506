import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

describe.each(globSync('packages/*/package.json', { cwd: root }).toSorted())('%s', (path) => {
  it('says what a consumer must know', () => {
    expect(JSON.parse(read(path))).toMatchObject({
      type: 'module',
      license: 'Apache-2.0',
      sideEffects: false,
      engines: { node: '>=22.12' },
      exports: { './package.json': './package.json' },
      publishConfig: { access: 'public', provenance: true },
    })
  })

  it('carries the licence', () => {
    expect(read(`${dirname(path)}/LICENSE`)).toBe(read('LICENSE'))
  })
})

it('the lockfile names no registry, so that any mirror serves it', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/)
})
