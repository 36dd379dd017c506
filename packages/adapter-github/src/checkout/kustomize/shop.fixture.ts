import type { FieldEdit, Json, SourceEdits, WantedUnit } from '@tideway/core'
import type { TestRepository } from '../create-test-repository.ts'
import { findTestProgram } from '../find-test-program.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout, type TestCheckout } from '../open-test-checkout.ts'

/** The kubectl of the tests, or undefined. */
export const kubectl: string | undefined = findTestProgram('kubectl')

/** A base that two overlays share. */
export const base = `# the shop
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
/** The base, and the overlays of dev and prod. */
export const files: Readonly<Record<string, string>> & {
  readonly 'overlays/prod/kustomization.yaml': string
  readonly 'overlays/prod/settings.yaml': string
} = {
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

/** What an environment is rendered from. */
export const render = (environment: string): readonly RenderOptions[] => [
  {
    kind: 'kustomize',
    path: `overlays/${environment}`,
    units: { by: 'name', name: 'shop' },
  },
]
export const deployment = 'Deployment.apps/prod/web'
/** The path of a container's image. */
export const image = (name: string): string => `spec/template/spec/containers/[name=${name}]/image`
export const set = (resource: string, path: string, value: Json | undefined): FieldEdit => ({
  resource,
  path: path.split('/'),
  value,
})
export const update = (...edits: readonly FieldEdit[]): WantedUnit => ({
  kind: 'update',
  unit: 'shop',
  edits,
})
/** The files of an answer, by path. */
export const filesOf = (edits: SourceEdits): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(edits.files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined]))

/** Opens an environment of it. */
export async function open(from: TestRepository, environment = 'prod'): Promise<TestCheckout> {
  const others = [{ environment: 'dev', render: render('dev') }]
  return openTestCheckout(from, {
    render: render(environment),
    others: environment === 'dev' ? [] : others,
    binaries: { kubectl },
  })
}
