import type { FieldEdit, WantedUnit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout } from '../open-test-checkout.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const update = (unit: string, ...edits: readonly FieldEdit[]): WantedUnit => ({ kind: 'update', unit, edits })
const setA = (name: string, value: string): FieldEdit => ({
  resource: `ConfigMap//${name}`,
  path: ['data', 'a'],
  value,
})
const configMap = (name: string, data = '  a: "1" # why\n') =>
  `# the shop\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`

describe('writing back to plain files', () => {
  test('edits the node, adds and deletes files, and leaves every other byte', async () => {
    repository = createTestRepository({ 'apps/web.yaml': configMap('web'), 'apps/db.yaml': configMap('db') })
    const checkout = await openTestCheckout(repository, {})
    const edits = await checkout.edit(
      update('web', setA('web', '2')),
      { kind: 'add', unit: 'new', text: configMap('new') },
      { kind: 'delete', unit: 'db' },
    )
    expect(edits).toEqual({
      files: [
        { kind: 'delete', path: 'apps/db.yaml' },
        { kind: 'write', path: 'apps/new.yaml', text: configMap('new') },
        { kind: 'write', path: 'apps/web.yaml', text: configMap('web', '  a: "2" # why\n') },
      ],
      unresolved: [],
    })
  })

  test('changes nothing where everything is as wanted', async () => {
    repository = createTestRepository({ 'apps/web.yaml': configMap('web') })
    const checkout = await openTestCheckout(repository, {})
    expect(await checkout.edit(update('web', setA('web', '1')))).toEqual({ files: [], unresolved: [] })
  })

  test('takes single documents out of a file of several units, and adds resources to it', async () => {
    repository = createTestRepository({ 'apps/all.yaml': `${configMap('web')}---\n${configMap('db')}` })
    const render: readonly RenderOptions[] = [{ kind: 'files', path: 'apps', units: { by: 'resource' } }]
    const checkout = await openTestCheckout(repository, { render })
    expect(await checkout.edit({ kind: 'delete', unit: 'db' })).toEqual({
      files: [{ kind: 'write', path: 'apps/all.yaml', text: configMap('web') }],
      unresolved: [],
    })
    const value = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web' } }
    const { files } = await checkout.edit(update('web', { resource: 'Secret//web', path: [], value }))
    expect(files).toEqual([
      {
        kind: 'write',
        path: 'apps/all.yaml',
        text: `${configMap('web')}---\n${configMap('db')}---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: web\n`,
      },
    ])
  })

  test('moves a file, and a resource between files, with their comments', async () => {
    const web = configMap('web', '  # one\n\n  a: "1" # why\n')
    const pair = `${configMap('one', '  a: "1" # why\n')}---\n${configMap('two', '  b: "2" # not\n')}`
    repository = createTestRepository({
      'apps/web.yaml': web,
      'apps/pair.yaml': pair,
      'apps/db.yaml': configMap('db'),
    })
    const checkout = await openTestCheckout(repository, {})
    const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' }, data: { b: '2' } }
    const { files, unresolved } = await checkout.edit(
      { kind: 'add', unit: 'shop', text: configMap('web', '  a: "1"\n').replace('# the shop\n', '') },
      { kind: 'delete', unit: 'web' },
      update('pair', { resource: 'ConfigMap//two', path: [], value: undefined }),
      update('db', { resource: 'ConfigMap//two', path: [], value }),
    )
    expect(unresolved).toEqual([])
    expect(files).toEqual([
      {
        kind: 'write',
        path: 'apps/db.yaml',
        text: `${configMap('db')}---\n${configMap('two', '  b: "2" # not\n')}`,
      },
      { kind: 'write', path: 'apps/pair.yaml', text: configMap('one', '  a: "1" # why\n') },
      { kind: 'write', path: 'apps/shop.yaml', text: web },
      { kind: 'delete', path: 'apps/web.yaml' },
    ])
  })

  test('does not touch what another environment is rendered from, and says so', async () => {
    repository = createTestRepository({ 'apps/web.yaml': configMap('web'), 'apps/db.yaml': configMap('db') })
    const render: readonly RenderOptions[] = [{ kind: 'files', path: 'apps/web.yaml' }]
    const checkout = await openTestCheckout(repository, { others: [{ environment: 'dev', render }] })
    const edits = await checkout.edit(
      update('web', setA('web', '2')),
      update('db', setA('db', '2')),
      update('gone', setA('gone', '2')),
    )
    expect(edits.files.map(({ path }) => path)).toEqual(['apps/db.yaml'])
    expect(edits.unresolved).toEqual([
      {
        unit: 'gone',
        resource: 'ConfigMap//gone',
        path: '/data/a',
        reason: 'Git renders no such unit',
      },
      {
        unit: 'web',
        resource: 'ConfigMap//web',
        path: '/data/a',
        reason: 'environment dev would change: /data/a of ConfigMap//web in unit web would differ',
      },
    ])
  })
})
