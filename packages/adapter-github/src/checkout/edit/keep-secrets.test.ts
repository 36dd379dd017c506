import type { FieldEdit, JsonObject, WantedUnit } from '@tideway/core'
import { formatUnit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import { openTestCheckout } from '../open-test-checkout.ts'
import { isSealedValue } from './is-sealed-value.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const sealed = Buffer.concat([Buffer.from([2, 0]), Buffer.alloc(512, 7), Buffer.alloc(32, 9)]).toString(
  'base64',
)
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData: { user: 'olga' } }
const sealedSecret = {
  apiVersion: 'bitnami.com/v1alpha1',
  kind: 'SealedSecret',
  metadata: { name: 'login' },
  spec: { encryptedData: { user: sealed } },
}
const sops = `${formatUnit([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'locked', labels: { tier: 'web' } }, data: { a: 'ENC[AES256_GCM,data:x]' } }])}sops:
  mac: ENC[AES256_GCM,data:y]
  version: 3.9.0
`
const files = {
  'apps/login.yaml': formatUnit([secret]),
  'apps/sealed.yaml': formatUnit([sealedSecret]),
  'apps/locked.yaml': sops,
}
const password = 'correct horse'

async function edited(wanted: WantedUnit) {
  repository?.remove()
  repository = createTestRepository(files)
  return (await openTestCheckout(repository, { snapshot: true })).edit(wanted)
}
const edit = (unit: string, ...edits: readonly FieldEdit[]) => edited({ kind: 'update', unit, edits })
const set = (resource: string, path: string, value: FieldEdit['value']): FieldEdit => ({
  resource,
  path: path.split('/'),
  value,
})
const login = 'Secret//login'
const sealedKey = 'SealedSecret.bitnami.com//login'
const locked = 'ConfigMap//locked'

describe('what is secret', () => {
  test.each<[string, string, FieldEdit, string]>([
    [
      'a value of a Secret',
      'login',
      set(login, 'stringData/user', password),
      'the values of Secrets are not written',
    ],
    [
      'all values of a Secret',
      'login',
      set(login, 'data', { user: password }),
      'the values of Secrets are not written',
    ],
    [
      'a Secret that is new',
      'sealed',
      { resource: 'Secret//new', path: [], value: { ...secret, metadata: { name: 'new' } } },
      'the values of Secrets are not written',
    ],
    [
      'a sealed value',
      'sealed',
      set(sealedKey, 'spec/encryptedData/user', password),
      'it is no sealed value',
    ],
    [
      'what holds a sealed value',
      'sealed',
      set(sealedKey, 'spec', { encryptedData: { user: password } }),
      'it is no sealed',
    ],
    ['a value that SOPS encrypts', 'locked', set(locked, 'data/a', password), 'it is encrypted by SOPS here'],
    [
      'any value of a file of SOPS',
      'locked',
      set(locked, 'metadata/labels/tier', 'db'),
      'apps/locked.yaml is encrypted by SOPS',
    ],
  ])('is not written in clear, but listed: %s', async (_, unit, change, reason) => {
    const answer = await edit(unit, change)
    expect(answer.unresolved).toMatchObject([{ unit, resource: change.resource }])
    expect(answer.unresolved[0]?.reason).toContain(reason)
    expect(JSON.stringify(answer)).not.toContain(password)
    expect(JSON.stringify(answer)).not.toContain('olga')
    expect(answer.files.filter(({ path }) => !path.startsWith('confighub-sync/'))).toEqual([])
  })

  test('is not added with a unit', async () => {
    const text = formatUnit([{ ...secret, metadata: { name: 'more' } } as JsonObject])
    const answer = await edited({ kind: 'add', unit: 'more', text })
    expect(answer.unresolved).toEqual([
      { unit: 'more', reason: 'the values of Secrets are not written to Git' },
    ])
    expect(JSON.stringify(answer)).not.toContain('olga')
  })

  test('goes where it is safe: what a Secret is called, a value sealed again, what is deleted', async () => {
    const label = await edit('login', set(login, 'metadata/labels', { tier: 'web' }))
    expect([label.unresolved, label.files.length]).toEqual([[], 1])
    const again = Buffer.from(sealed, 'base64').fill(8, 100).toString('base64')
    const resealed = await edit('sealed', set(sealedKey, 'spec/encryptedData/user', again))
    expect([resealed.unresolved, resealed.files.length]).toEqual([[], 1])
    const gone = await edited({ kind: 'delete', unit: 'locked' })
    expect(gone).toEqual({ files: [{ kind: 'delete', path: 'apps/locked.yaml' }], unresolved: [] })
  })
})

describe('a sealed value', () => {
  test.each([
    [sealed, true],
    ['', false],
    [password, false],
    [Buffer.from(password).toString('base64'), false],
    [Buffer.alloc(600, 0xff).toString('base64'), false],
    [Buffer.concat([Buffer.from([2, 0]), Buffer.alloc(512)]).toString('base64'), false],
  ])('is told by its form', (text, expected) => {
    expect(isSealedValue(text)).toBe(expected)
  })
})
