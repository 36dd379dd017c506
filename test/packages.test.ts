import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

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

describe('package-lock.json', () => {
  const entry = z.object({
    resolved: z.string().optional(),
    link: z.boolean().optional(),
    optionalDependencies: z.record(z.string(), z.string()).optional(),
  })
  const { packages } = z
    .object({ packages: z.record(z.string(), entry) })
    .parse(JSON.parse(read('package-lock.json')))

  it('names no registry and no place but the workspaces, so that any mirror serves it', () => {
    const places = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)
    expect(places.length).toBeGreaterThan(0)
    for (const [name, { link, resolved = '' }] of places) {
      expect([name, link, Object.hasOwn(packages, resolved)]).toEqual([name, true, true])
    }
  })

  // npm leaves out those of other platforms where it makes the file anew beside an installed node_modules; the next
  // clone then gets them back as a change.
  it('has the optional packages of all platforms', () => {
    const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    )
    expect(wanted.length).toBeGreaterThan(0)
    const missing = wanted.filter(
      ({ path, name }) => !findPlaces(path, name).some((place) => place in packages),
    )
    expect(missing).toEqual([])
  })
})

/** Where Node would look for a dependency, innermost first. */
function findPlaces(path: string, name: string): readonly string[] {
  const nested = path
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'))
  return [...nested.toReversed().map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`]
}
