import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WrittenGitHubApp } from '../config/written-github-app.ts'
import { readGitHubCredential } from './read-github-credential.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-credential-'))
  writeFileSync(join(folder, 'key.pem'), 'a key\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (variables: Readonly<Record<string, string>>, app?: WrittenGitHubApp) =>
  readGitHubCredential(variables, folder, app)

it('takes an app before a token, with its key from a variable or a file', () => {
  expect(read({ GH_TOKEN: 'token' })).toEqual({ token: 'token' })
  const app = { GITHUB_APP_ID: '7', GITHUB_TOKEN: 'token' }
  expect(read({ ...app, GITHUB_APP_PRIVATE_KEY: 'k' })).toEqual({ app: { id: '7', privateKey: 'k' } })
  expect(read({ ...app, GITHUB_APP_PRIVATE_KEY_FILE: 'key.pem' })).toEqual({
    app: { id: '7', privateKey: 'a key\n' },
  })
})

it('says what is missing', () => {
  expect(() => read({})).toThrow(/GITHUB_TOKEN is not set; set GITHUB_TOKEN .* or GITHUB_APP_ID/)
  expect(() => read({ GITHUB_APP_ID: '7' })).toThrow(/GITHUB_APP_PRIVATE_KEY is not set.*PRIVATE_KEY_FILE/)
  expect(() => read({ GITHUB_APP_ID: '7', GITHUB_APP_PRIVATE_KEY_FILE: 'none.pem' })).toThrow(
    'TIDEWAY_CONFIG_MISSING  the key of the GitHub App cannot be read from none.pem',
  )
})

it('takes a configured app, with its key from a variable before the file', () => {
  const app = { id: '7', installation: 12, privateKeyFile: 'key.pem' }
  const token = { GITHUB_TOKEN: 'token' }
  expect(read(token, app)).toEqual({ app: { id: '7', installation: 12, privateKey: 'a key\n' } })
  expect(read({ GITHUB_APP_PRIVATE_KEY: 'k' }, app)).toEqual({
    app: { id: '7', installation: 12, privateKey: 'k' },
  })
  expect(read({ GITHUB_APP_ID: '8', GITHUB_APP_PRIVATE_KEY: 'k' }, app)).toEqual({
    app: { id: '8', privateKey: 'k' },
  })
  expect(() => read(token, { id: '7', privateKeyFile: 'none.pem' })).toThrow(
    /cannot be read from none.pem; correct github.app.privateKeyFile/,
  )
})

it('lets a token stand in for a configured app without a key, and says so', () => {
  expect(read({ GITHUB_TOKEN: 'token' }, { id: '7' })).toEqual({
    token: 'token',
    note: 'the key of the GitHub App 7 is not set, so a token is used in its place',
  })
  expect(() => read({}, { id: '7' })).toThrow(/GITHUB_APP_PRIVATE_KEY is not set/)
})
