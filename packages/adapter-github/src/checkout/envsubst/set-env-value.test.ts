import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEnvFile } from './parse-env-file.ts'
import { setEnvValue } from './set-env-value.ts'

const text = `# values
  export A=1 # one
B="say \\"hi\\" \\$A"   # two
C='it is #3'
D=a#b
E=
`

const valuesOf = (from: string) =>
  Object.fromEntries([...parseEnvFile('x.env', from).values()].map(({ name, value }) => [name, value]))

describe('a file of variables', () => {
  test('is read as a shell reads it, without expansion', () => {
    expect(valuesOf(text)).toEqual({ A: '1', B: 'say "hi" $A', C: 'it is #3', D: 'a#b', E: '' })
    expect(valuesOf(text.replaceAll('\n', '\r\n'))).toEqual(valuesOf(text))
  })

  test.each([
    ['A=1\nnonsense\n', 'x.env, line 2: it is no KEY=value line'],
    ['A=1\n\nA=2\n', 'x.env, line 3: A stands twice'],
    ['A="1\n', 'x.env, line 1: the quotes of A do not match'],
    ["A='1'2\n", 'x.env, line 1: the quotes of A do not match'],
    ['1A=2\n', 'x.env, line 1: it is no KEY=value line'],
  ])('refuses %j', (wrong, message) => {
    expect(() => parseEnvFile('x.env', wrong)).toThrow(message)
  })

  test.each([
    ['A', '2', 'export A=2 # one'],
    ['A', 'two words', "export A='two words' # one"],
    ['B', 'x$y', 'B="x\\$y"   # two'],
    ['C', "it's", 'C="it\'s"'],
    ['E', 'x', 'E=x\n'],
    ['F', 'x', 'E=\nF=x\n'],
  ])('takes a new value for %s on its line', (name, value, line) => {
    const changed = setEnvValue('x.env', text, name, value) ?? ''
    expect(changed).toContain(line)
    expect(changed.split('\n').filter((kept) => !text.split('\n').includes(kept))).toHaveLength(1)
  })

  test('holds what it was given, and leaves every other value', () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'NEW')
    const value = fc.oneof(fc.string(), fc.stringMatching(/^['"$\\` #=a]*$/))
    fc.assert(
      fc.property(name, value, fc.constantFrom(text, text.replaceAll('\n', '\r\n')), (key, wanted, from) => {
        const changed = setEnvValue('x.env', from, key, wanted)
        if (changed === undefined) expect(wanted).toMatch(/[\n\r\0]/)
        else expect(valuesOf(changed)).toEqual({ ...valuesOf(from), [key]: wanted })
      }),
    )
  })

  test('keeps every byte when nothing changes', () => {
    for (const [name, value] of Object.entries(valuesOf(text))) {
      expect(setEnvValue('x.env', text, name, value)).toBe(text)
    }
  })
})
