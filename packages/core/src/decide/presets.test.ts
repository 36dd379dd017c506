import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { presets } from './presets.ts'
import { readPolicy } from './read-policy.ts'

const file = (name: string) => readFileSync(new URL(`../../policies/${name}`, import.meta.url), 'utf8')

it.each(presets)('the preset $name is an ordinary policy file', ({ name, rules }) => {
  const load = (reference: string) => ({ name: reference, text: file(reference) })
  expect(readPolicy(file(`${name}.yaml`), { name, load })).toEqual({ name, rules })
})
