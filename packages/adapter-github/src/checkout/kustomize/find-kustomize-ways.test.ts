import type { FieldEdit, Json, SourceEdits, WantedUnit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout } from '../open-test-checkout.ts'
import { findTestProgram } from './find-test-program.ts'

const program = findTestProgram()
let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const base = `# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1 # enough
  template:
    spec:
      containers:
      - name: app
        image: web:1
      - name: side
        image: side:1
---
apiVersion: shop.example/v1
kind: Claim
metadata:
  name: shop
spec:
  tables:
  - name: orders
    size: 1
  - name: users
    size: 1
`
const files = {
  'base/kustomization.yaml': 'resources:\n- all.yaml\n',
  'base/all.yaml': base,
  'overlays/dev/kustomization.yaml': 'namespace: dev\nresources:\n- ../../base\n',
  'overlays/prod/kustomization.yaml': `# prod
namespace: prod
resources:
  - ../../base # shared
  - settings.yaml
configMapGenerator:
  - name: files
    files: [note=note.txt]
`,
  'overlays/prod/note.txt': 'hello\n',
  'overlays/prod/settings.yaml':
    '# own\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  level: info # quiet\n',
}

const render = (environment: string): readonly RenderOptions[] => [
  {
    kind: 'kustomize',
    path: `overlays/${environment}`,
    units: { by: 'name', name: 'shop' },
    ...(program === undefined ? {} : { command: program.command }),
  },
]
const deployment = 'Deployment.apps/prod/web'
const image = (name: string) => `spec/template/spec/containers/[name=${name}]/image`
const set = (resource: string, path: string, value: Json | undefined): FieldEdit => ({
  resource,
  path: path.split('/'),
  value,
})
const update = (...edits: readonly FieldEdit[]): WantedUnit => ({ kind: 'update', unit: 'shop', edits })
const filesOf = (edits: SourceEdits) =>
  Object.fromEntries(edits.files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined]))

async function open(from: TestRepository, environment = 'prod') {
  const others = [{ environment: 'dev', render: render('dev') }]
  return openTestCheckout(from, {
    render: render(environment),
    others: environment === 'dev' ? [] : others,
    binaries: program?.binaries,
  })
}

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

const title = program === undefined ? 'skipped: kubectl' : 'writing back to kustomizations'
describe.skipIf(program === undefined)(title, () => {
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

  test('does not touch a base that another environment shares', async () => {
    repository = createTestRepository({
      ...files,
      'overlays/prod/kustomization.yaml': 'namespace: prod\nresources: [../../base]\npatches: []\n',
    })
    const edits = await (await open(repository)).edit(update(set(deployment, 'spec/replicas', 3)))
    expect(edits.files).toEqual([])
    expect(edits.unresolved[0]?.reason).toContain('has no list of patches that a line can be added to')
  })
})
