import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const banned: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a lint suppression', /(?:biome|eslint|knip)-(?:ignore|disable)/],
  ['a type suppression', /@ts-(?:ignore|expect-error|nocheck)\b/],
  ['a cast through unknown', /\bas unknown as\b/],
  ['an open end', /\b(?:TODO|FIXME|XXX)\b/],
]

it('sources hold no suppression, no cast through unknown and no open end', () => {
  const sources = globSync('{packages,examples,scripts}/**/*.{ts,js,mjs,cjs}', {
    cwd: root,
    exclude: (path) => path === 'node_modules' || path === 'dist',
  })
  expect(sources.length).toBeGreaterThan(100)
  const found = sources.flatMap((path) => {
    const lines = readFileSync(`${root}/${path}`, 'utf8').split('\n')
    return banned.flatMap(([what, pattern]) =>
      lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${what}`] : [])),
    )
  })
  expect(found).toEqual([])
})
