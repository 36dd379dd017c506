import type { FieldEdit, Json, SourceEdits, WantedUnit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import { findTestProgram } from '../find-test-program.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout } from '../open-test-checkout.ts'
import { explain } from './render-helm.ts'

const helm = findTestProgram('helm')
let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const prod = `# prod
image: {tag: "1"} # pinned
replicas: 2
annotations:
  team: wall
`
const files = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
  'chart/values.yaml': `image: {repository: shop/web, tag: latest}
replicas: 1
timeout: 30
annotations: {}
nodeSelector: {}
args: [serve, fast]
port: 8080
extra: {enabled: false}
`,
  'chart/templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  annotations: {{- toYaml .Values.annotations | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  minReadySeconds: {{ mul .Values.timeout 2 }}
  template:
    metadata:
      labels: {replicas: "r{{ .Values.replicas }}"}
    spec:
      {{- with .Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
      - name: app
        image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        args: {{- toYaml .Values.args | nindent 8 }}
        workingDir: /srv
        ports:
        - containerPort: {{ .Values.port }}
          protocol: TCP
{{- if .Values.extra.enabled }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: extra
{{- end }}
`,
  'config/dev.values.yaml': 'image: {tag: main}\n',
  'config/prod.values.yaml': prod,
}

const render = (environment: string): readonly RenderOptions[] => [
  {
    kind: 'helm',
    path: 'chart',
    values: [`config/${environment}.values.yaml`],
    release: 'shop',
    units: { by: 'name', name: 'shop' },
  },
]
const web = 'Deployment.apps//shop'
const app = 'spec/template/spec/containers/[name=app]'
const set = (path: string, value: Json | undefined): FieldEdit => ({
  resource: web,
  path: path.split('/'),
  value,
})
const update = (...edits: readonly FieldEdit[]): WantedUnit => ({ kind: 'update', unit: 'shop', edits })
const filesOf = (edits: SourceEdits) =>
  Object.fromEntries(edits.files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined]))
const open = (from: TestRepository) =>
  openTestCheckout(from, {
    render: render('prod'),
    others: [{ environment: 'dev', render: render('dev') }],
    binaries: { helm },
  })

describe('a chart', () => {
  test.each([
    [
      'Error: execution error at (shop/templates/web.yaml:7:16): no\n\nUse --debug\n',
      { path: 'chart/templates/web.yaml', line: 7 },
    ],
    [
      'Error: failed to parse config/prod.values.yaml: error converting YAML to JSON: yaml: line 2: found a tab\n',
      { path: 'config/prod.values.yaml', line: 2 },
    ],
    ['Error: something else\n', { path: 'chart' }],
  ])('tells where it failed: %j', (stderr, expected) => {
    expect(explain(stderr, { path: 'chart', values: ['config/prod.values.yaml'] })).toMatchObject(expected)
  })

  test('says what is missing', async () => {
    repository = createTestRepository(files)
    const units = { by: 'name', name: 'shop' } as const
    const unitsOf = async (path: string, values: readonly string[], binaries = {}) => {
      if (repository === undefined) throw new Error('no repository')
      const one = { kind: 'helm', path, values, units } as const
      return (await openTestCheckout(repository, { render: [one], binaries })).units()
    }
    await expect(unitsOf('config', [])).rejects.toThrow('config: there is no Chart.yaml')
    await expect(unitsOf('chart', ['config/x.yaml'])).rejects.toThrow(
      'config/x.yaml: the file of values is not',
    )
    await expect(unitsOf('chart', [], { helm: '/nowhere/helm' })).rejects.toThrow(
      'the program helm, which renders',
    )
  })
})

const title = helm === undefined ? 'skipped: helm' : 'writing back to charts'
describe.skipIf(helm === undefined)(title, () => {
  test.each<[string, FieldEdit[], string]>([
    ['a value that is the field', [set(`${app}/image`, 'shop/web:2')], prod.replace('"1"', '"2"')],
    [
      'a value of several fields that agree',
      [set('spec/replicas', 3), set('spec/template/metadata/labels/replicas', 'r3')],
      prod.replace('replicas: 2', 'replicas: 3'),
    ],
    [
      'a default',
      [set(`${app}/image`, 'shop/api:1')],
      prod.replace('{tag', '{tag').replace('"1"}', '"1", repository: shop/api}'),
    ],
    ['a map', [set('metadata/annotations/tier', 'web')], `${prod}  tier: web\n`],
    [
      'a key of a map that goes',
      [set('metadata/annotations', {})],
      prod.replace('annotations:\n  team: wall', 'annotations: {}'),
    ],
    [
      'an empty map',
      [set('spec/template/spec/nodeSelector', { disk: 'ssd' })],
      `${prod}nodeSelector:\n  disk: ssd\n`,
    ],
    [
      'a key of an element',
      [
        set(`${app}/ports/[containerPort=8080,protocol=TCP]`, undefined),
        set(`${app}/ports/[containerPort=8081,protocol=TCP]`, { containerPort: 8081, protocol: 'TCP' }),
      ],
      `${prod}port: 8081\n`,
    ],
    ['a list', [set(`${app}/args`, ['serve', 'slow'])], `${prod}args:\n- serve\n- slow\n`],
    [
      'a switch',
      [
        {
          resource: 'ConfigMap//extra',
          path: [],
          value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra' } },
        },
      ],
      `${prod}extra:\n  enabled: true\n`,
    ],
  ])('edits the environment’s values: %s', async (_, edits, expected) => {
    repository = createTestRepository(files)
    const result = await (await open(repository)).edit(update(...edits))
    expect(result.unresolved).toEqual([])
    expect(filesOf(result)).toEqual({ 'config/prod.values.yaml': expected })
  })

  test('says what no value feeds alone', async () => {
    repository = createTestRepository(files)
    const edits = update(
      set('spec/replicas', 3),
      set('spec/minReadySeconds', 61),
      set(`${app}/workingDir`, '/app'),
    )
    const { files: none, unresolved } = await (await open(repository)).edit(edits)
    expect(none).toEqual([])
    expect(unresolved.map(({ path }) => path)).toEqual([
      '/spec/replicas',
      '/spec/minReadySeconds',
      '/spec/template/spec/containers/[name=app]/workingDir',
    ])
    expect(unresolved[0]?.reason).toContain(
      '/spec/template/metadata/labels/replicas of Deployment.apps//shop',
    )
    expect(unresolved[2]?.reason).toBe('no single value of chart feeds it: change its templates by hand')
  })

  test('names the template and the line that fails, and the file of values', async () => {
    repository = createTestRepository({
      ...files,
      'chart/templates/web.yaml': `a: b\n# more\nb: {{ required "say the colour" .Values.colour }}\n`,
    })
    const failed = await (await open(repository)).units()
    expect(failed['shop']).toContain('chart/templates/web.yaml, line 3: helm template failed:')
    expect(failed['shop']).toContain('say the colour')
    repository.commit({ 'config/prod.values.yaml': 'a:\n\tb: 1\n' })
    const tabs = await (await open(repository)).units()
    expect(tabs['shop']).toContain('config/prod.values.yaml, line 2: helm template failed:')
  })
})
