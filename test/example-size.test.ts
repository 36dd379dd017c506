import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

it('shows an adapter with Source, Sink, History and Archive in under 250 lines of code', () => {
  const files = globSync('examples/custom-adapter/src/*.ts', { cwd: root })
  const lines = files.flatMap((file) => readFileSync(`${root}/${file}`, 'utf8').split('\n'))
  const code = lines.filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line))
  expect(code.length).toBeGreaterThan(100)
  expect(code.length).toBeLessThan(250)
})
