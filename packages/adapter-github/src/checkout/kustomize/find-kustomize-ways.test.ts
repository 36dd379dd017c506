import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import { openTestCheckout } from '../open-test-checkout.ts'
import {
  base,
  deployment,
  files,
  filesOf,
  image,
  kubectl,
  open,
  render,
  set,
  update,
} from './shop.fixture.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

describe('rendering kustomizations', () => {
  test('says what is missing: a program, a file, a remote base', async () => {
    repository = createTestRepository({
      ...files,
      'far/kustomization.yaml': '# far\nresources:\n- https://example.com/base?ref=v1\n',
    })
    const missing = await openTestCheckout(repository, {
      render: render('prod'),
      binaries: { kubectl: '/nowhere/kubectl', kustomize: '/nowhere/kustomize' },
    })
    await expect(missing.units()).rejects.toThrow(
      /overlays\/prod: the program ku\w+, which renders it, is not/,
    )
    const unitsOf = async (path: string) => {
      const units = { by: 'name', name: 'far' } as const
      if (repository === undefined) throw new Error('no repository')
      return (await openTestCheckout(repository, { render: [{ kind: 'kustomize', path, units }] })).units()
    }
    await expect(unitsOf('far')).rejects.toThrow(
      'far/kustomization.yaml, line 3: https://example.com/base?ref=v1 is not in the repository',
    )
    await expect(unitsOf('base/none')).rejects.toThrow('base/none: there is no kustomization.yaml')
  })
})

const title = kubectl === undefined ? 'skipped: kubectl' : 'writing back to kustomizations'
describe.skipIf(kubectl === undefined)(title, () => {
  test('edits a literal in the overlay’s own file', async () => {
    repository = createTestRepository(files)
    const checkout = await open(repository)
    const edits = await checkout.edit(update(set('ConfigMap/prod/settings', 'data/level', 'debug')))
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)).toEqual({
      'overlays/prod/settings.yaml': files['overlays/prod/settings.yaml'].replace('info', 'debug'),
    })
  })

  test('adds one patch for a resource of the base, lists it, and extends it next time', async () => {
    repository = createTestRepository(files)
    const edits = await (await open(repository)).edit(
      update(set(deployment, 'spec/replicas', 3), set(deployment, image('app'), 'web:2')),
    )
    expect(edits.unresolved).toEqual([])
    const patch = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: app
        image: web:2
`
    expect(filesOf(edits)).toEqual({
      'overlays/prod/kustomization.yaml': `${files['overlays/prod/kustomization.yaml']}patches:\n  - path: patch-web.yaml\n`,
      'overlays/prod/patch-web.yaml': patch,
    })
    repository.apply(edits.files)
    const next = await (await open(repository)).edit(update(set(deployment, 'spec/replicas', 4)))
    expect(filesOf(next)).toEqual({ 'overlays/prod/patch-web.yaml': patch.replace('3', '4') })
  })

  test('removes fields, list elements and resources, and adds resources', async () => {
    repository = createTestRepository(files)
    const value = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'extra', namespace: 'prod' } }
    const wanted = update(
      set(deployment, 'spec/replicas', undefined),
      set(deployment, 'spec/template/spec/containers/[name=side]', undefined),
      { resource: 'Claim.shop.example/prod/shop', path: [], value: undefined },
      { resource: 'Secret/prod/extra', path: [], value },
    )
    const edits = await (await open(repository)).edit(wanted)
    expect(edits.unresolved).toEqual([])
    repository.apply(edits.files)
    const units = await (await open(repository)).units()
    expect(units['shop']).not.toMatch(/replicas|side|Claim/)
    expect(units['shop']).toContain('name: extra')
    const dev = await (await open(repository, 'dev')).units()
    for (const word of ['replicas: 1', 'side', 'Claim']) expect(dev['shop']).toContain(word)
    expect(await (await open(repository)).edit(wanted)).toEqual({ files: [], unresolved: [] })
  })

  test('patches a whole list of a custom resource, which has no keys there', async () => {
    repository = createTestRepository(files)
    const claim = 'Claim.shop.example/prod/shop'
    const edits = await (await open(repository)).edit(update(set(claim, 'spec/tables/[name=users]/size', 5)))
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)['overlays/prod/patch-shop.yaml']).toContain(
      'tables:\n  - name: orders\n    size: 1\n  - name: users\n    size: 5\n',
    )
  })

  test('edits what only this overlay reaches where it stands, and patches what another one shares', async () => {
    const prod = 'namespace: prod\nresources: [../../base]\npatches: []\n'
    repository = createTestRepository({ ...files, 'overlays/prod/kustomization.yaml': prod })
    const shared = await (await open(repository)).edit(update(set(deployment, 'spec/replicas', 3)))
    expect(Object.keys(filesOf(shared))).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/patch-web.yaml',
    ])
    expect(filesOf(shared)['overlays/prod/kustomization.yaml']).toBe(
      prod.replace('patches: []', 'patches:\n- path: patch-web.yaml'),
    )
    repository.commit({ 'overlays/dev/kustomization.yaml': 'resources: [../../base]\n' })
    repository.apply([{ kind: 'delete', path: 'overlays/dev/kustomization.yaml' }])
    const alone = await openTestCheckout(repository, { render: render('prod'), binaries: { kubectl } })
    expect(filesOf(await alone.edit(update(set(deployment, 'spec/replicas', 3))))).toEqual({
      'base/all.yaml': base.replace('replicas: 1', 'replicas: 3'),
    })
  })

  test('says that a name is a hash of the content', async () => {
    repository = createTestRepository(files)
    const { shop = '' } = await (await open(repository)).units()
    const name = /name: (files-\w{10})/.exec(shop)?.[1]
    const { files: none, unresolved } = await (await open(repository)).edit(
      update(set(`ConfigMap/prod/${name}`, 'data/note', 'bye\n')),
    )
    expect(none).toEqual([])
    expect(unresolved[0]?.reason).toContain(
      'its name ends in a hash of its content: change what overlays/prod/',
    )
  })
})
