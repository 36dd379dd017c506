import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPolicy } from '../decide/read-policy.ts'
import { createPolicyLoader } from './load-policy-file.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-policy-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
}

/** Installs a package as npm does one of a folder: by a link, beside which its own dependencies are not found. */
function link(folder: string, name: string): void {
  const place = join(directory, 'node_modules', name)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(join(directory, folder), place)
}

const rule = (id: string) => `rules: [{ id: ${id}, match: { unit: ${id} }, decide: hold }]\n`
const read = (text: string, name = 'team.yaml') =>
  readPolicy(text, { name, load: createPolicyLoader(directory) })
const ids = (text: string, name?: string) => read(text, name).rules.map(({ id }) => id)

describe('extends', () => {
  it('takes the policy.yaml of an installed package, another file of it, and what these extend', () => {
    write({
      'node_modules/@acme/policies/package.json': '{"name":"@acme/policies","version":"1.0.0"}',
      'node_modules/@acme/policies/policy.yaml': `extends: [parts/base.yaml]\n${rule('company')}`,
      'node_modules/@acme/policies/parts/base.yaml': rule('base'),
      'node_modules/@acme/policies/strict.yaml': `extends: [plain-policies]\n${rule('strict')}`,
      'node_modules/plain-policies/policy.yaml': rule('plain'),
    })
    expect(ids(`extends: ["@acme/policies"]\n${rule('team')}`)).toEqual(['base', 'company', 'team'])
    expect(ids(`extends: ["@acme/policies/strict.yaml"]\n${rule('team')}`)).toEqual([
      'plain',
      'strict',
      'team',
    ])
  })

  it('finds it from a folder below, as Node does, and a file of that name goes before it', () => {
    write({ 'node_modules/shared/policy.yaml': rule('package'), 'deep/down/shared': rule('file') })
    expect(ids('extends: [shared]\n', 'deep/team.yaml')).toEqual(['package'])
    expect(ids('extends: [shared]\n', 'deep/down/team.yaml')).toEqual(['file'])
  })

  it('sees a cycle of packages, through however many links', () => {
    write({
      'left/policy.yaml': 'extends: [right]\n',
      'left/node_modules/.keep': '',
      'right/policy.yaml': 'extends: [left]\n',
    })
    link('left', 'left')
    link('right', 'right')
    expect(() => read('extends: [left]\n')).toThrow(
      'policies extend each other: team.yaml -> left/policy.yaml -> right/policy.yaml -> left/policy.yaml',
    )
    write({ 'own/policy.yaml': 'extends: ["../team.yaml"]\n', 'team.yaml': 'extends: [own]\n' })
    link('own', 'own')
    expect(() => read('extends: [own]\n')).toThrow(
      'policies extend each other: team.yaml -> own/policy.yaml -> team.yaml',
    )
  })

  it('says what is not there, and leads out of no package', () => {
    write({
      'node_modules/@acme/policies/policy.yaml': rule('company'),
      'node_modules/@acme/other.yaml': rule('x'),
    })
    for (const name of ['@acme/gone', '@acme/policies/gone.yaml', '@acme/policies/../other.yaml', '../..']) {
      expect(() => read(`extends: ["${name}"]\n`)).toThrow(
        'team.yaml:1:11  extends.0: no preset, file or package of this name',
      )
    }
  })
})
