import type { FieldEdit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import { files, filesOf, image, kubectl, open, set, update } from './shop.fixture.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const settings = `namePrefix: p-
namespace: prod
resources:
- ../../base # shared
images:
- name: web
  newTag: "1" # pinned
- name: side
  newName: registry/side
replicas:
- name: web
  count: 2 # two
labels:
- pairs: {team: shop}
generatorOptions: {disableNameSuffixHash: true}
configMapGenerator:
- name: made
  literals:
  - level=info # quiet
  files: [note=note.txt]
  envs: [made.env]
patches:
- target: {kind: Claim}
  patch: |-
    - op: replace
      path: /spec/tables/0/size
      value: 7 # rows
- path: users.yaml
  target: {kind: Claim}
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      # slowly
      minReadySeconds: 5
`
const rich = {
  ...files,
  'overlays/prod/kustomization.yaml': settings,
  'overlays/prod/made.env': 'A=1\nB=2\n',
  'overlays/prod/users.yaml': '- {op: replace, path: /spec/tables/1/size, value: 8}\n',
}
const inSettings = (from: string, to: string) => ({
  'overlays/prod/kustomization.yaml': settings.replace(from, to),
})
const web = 'Deployment.apps/prod/p-web'
const claim = 'Claim.shop.example/prod/p-shop'
const made = 'ConfigMap/prod/p-made'
const added = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'p-new', namespace: 'prod', labels: { team: 'shop' } },
}

const title = kubectl === undefined ? 'skipped: kubectl' : 'what a kustomization says itself'
describe.skipIf(kubectl === undefined)(title, () => {
  test.each<[string, FieldEdit[], Readonly<Record<string, string>>]>([
    ['a tag', [set(web, image('app'), 'web:2')], inSettings('"1"', '"2"')],
    [
      'a tag that is not said yet',
      [set(web, image('side'), 'registry/side:2')],
      inSettings('newName: registry/side', 'newName: registry/side\n  newTag: "2"'),
    ],
    ['a count', [set(web, 'spec/replicas', 4)], inSettings('count: 2', 'count: 4')],
    [
      'a label of everything',
      [web, claim, made].map((key) => set(key, 'metadata/labels/team', 'wall')),
      inSettings('team: shop', 'team: wall'),
    ],
    ['a literal of a generator', [set(made, 'data/level', 'debug')], inSettings('level=info', 'level=debug')],
    ['a file of a generator', [set(made, 'data/note', 'bye\n')], { 'overlays/prod/note.txt': 'bye\n' }],
    ['a variable of a generator', [set(made, 'data/B', '3')], { 'overlays/prod/made.env': 'A=1\nB=3\n' }],
    [
      'an operation in place',
      [set(claim, 'spec/tables/[name=orders]/size', 9)],
      inSettings('value: 7', 'value: 9'),
    ],
    [
      'an operation in a file',
      [set(claim, 'spec/tables/[name=users]/size', 9)],
      { 'overlays/prod/users.yaml': rich['overlays/prod/users.yaml'].replace('8', '9') },
    ],
    [
      'a patch in place',
      [set(web, 'spec/minReadySeconds', 6)],
      inSettings('minReadySeconds: 5', 'minReadySeconds: 6'),
    ],
    [
      'a new resource, without the prefix',
      [{ resource: 'ConfigMap/prod/p-new', path: [], value: added }],
      {
        ...inSettings('shared\n', 'shared\n- configmap-p-new.yaml\n'),
        'overlays/prod/configmap-p-new.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n  namespace: prod\n  labels:\n    team: shop\n',
      },
    ],
  ])('is edited there: %s', async (_, edits, expected) => {
    repository = createTestRepository(rich)
    const result = await (await open(repository)).edit(update(...edits))
    expect(result.unresolved).toEqual([])
    expect(filesOf(result)).toEqual(expected)
  })
})
