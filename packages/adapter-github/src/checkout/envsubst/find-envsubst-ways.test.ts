import type { FieldEdit, Json, SourceEdits, WantedUnit } from '@tideway/core'
import { afterEach, describe, expect, test } from 'vitest'
import { createTestRepository, type TestRepository } from '../create-test-repository.ts'
import type { RenderOptions } from '../git-checkout-options.ts'
import { openTestCheckout } from '../open-test-checkout.ts'

let repository: TestRepository | undefined
afterEach(() => repository?.remove())

const lambda = (name: string) => `# the ${name} function
apiVersion: aws.example/v1
kind: Function
metadata:
  name: \${ENVIRONMENT}-${name}
spec:
  memorySize: \${MEMORY} # megabytes
  role: "arn:\${ACCOUNT}:role/${name}"
  timeout: 10
  runtime: python3.12
  layers:
  - base-\${ENVIRONMENT}
  - tools
`
const templates = `${lambda('api')}---\n${lambda('writer')}`
const devEnv = 'ENVIRONMENT=dev\nMEMORY=128\nACCOUNT=111\n'
const prodEnv = "# prod\nENVIRONMENT=prod\nMEMORY='256' # enough\nACCOUNT=444"
const patchHeader = '# What this environment changes of the rendered templates: merge patches (RFC 7396).\n'

const api = 'Function.aws.example//prod-api'
const writer = 'Function.aws.example//prod-writer'

function render(environment: string, patch = true): readonly RenderOptions[] {
  const variables = `config/${environment}.env`
  return [
    {
      kind: 'envsubst',
      path: 'base',
      variables,
      patch: patch ? `config/${environment}.patch.yaml` : undefined,
    },
  ]
}

function start(more: Readonly<Record<string, string>> = {}): TestRepository {
  repository = createTestRepository({
    'base/lambda.yaml.template': templates,
    'config/dev.env': devEnv,
    'config/prod.env': prodEnv,
    ...more,
  })
  return repository
}

async function edit(from: TestRepository, wanted: readonly WantedUnit[], patch = true) {
  const others = [{ environment: 'dev', render: render('dev') }]
  const checkout = await openTestCheckout(from, { render: render('prod', patch), others })
  return checkout.edit(...wanted)
}

const set = (resource: string, path: string, value: Json | undefined): FieldEdit => ({
  resource,
  path: path.split('/'),
  value,
})
const update = (...edits: readonly FieldEdit[]): readonly WantedUnit[] => [
  { kind: 'update', unit: 'lambda', edits },
]
const filesOf = ({ files }: SourceEdits) =>
  Object.fromEntries(files.map((file) => [file.path, file.kind === 'write' ? file.text : undefined]))

describe('writing back to templates', () => {
  test('changes the variable that all its uses agree on, in this environment’s file alone', async () => {
    const edits = await edit(
      start(),
      update(set(api, 'spec/memorySize', 512), set(writer, 'spec/memorySize', 512)),
    )
    expect(edits).toEqual({
      files: [{ kind: 'write', path: 'config/prod.env', text: prodEnv.replace("'256'", "'512'") }],
      unresolved: [],
    })
  })

  test('leaves a variable whose other uses do not agree, and patches the one field', async () => {
    const edits = await edit(start(), update(set(api, 'spec/memorySize', 512)))
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)).toEqual({
      'config/prod.patch.yaml': `${patchHeader}apiVersion: aws.example/v1
kind: Function
metadata:
  name: prod-api
spec:
  memorySize: 512
`,
    })
    const refused = await edit(start(), update(set(api, 'spec/memorySize', 512)), false)
    expect(refused.files).toEqual([])
    expect(refused.unresolved[0]?.reason).toContain('no `patch` is declared for it')
  })

  test('finds the variable inside of a longer text', async () => {
    const edits = await edit(
      start(),
      update(set(api, 'spec/role', 'arn:555:role/api'), set(writer, 'spec/role', 'arn:555:role/writer')),
    )
    expect(filesOf(edits)).toEqual({ 'config/prod.env': prodEnv.replace('444', '555') })
    expect(edits.unresolved).toEqual([])
  })

  test('lifts a literal of a shared template to a variable in every environment', async () => {
    const edits = await edit(
      start(),
      update(set(api, 'spec/timeout', 30), set(writer, 'spec/runtime', 'python3.13')),
    )
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)).toEqual({
      'base/lambda.yaml.template': `${lambda('api').replace('timeout: 10', `timeout: \${API_TIMEOUT}`)}---
${lambda('writer').replace('python3.12', `\${WRITER_RUNTIME}`)}`,
      'config/dev.env': `${devEnv}API_TIMEOUT=10\nWRITER_RUNTIME=python3.12\n`,
      'config/prod.env': `${prodEnv}\nAPI_TIMEOUT=30\nWRITER_RUNTIME=python3.13\n`,
    })
  })

  test('quotes the reference where the value alone would be no text', async () => {
    const edits = await edit(start(), update(set(api, 'spec/runtime', '3.10')), false)
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)['base/lambda.yaml.template']).toContain(`runtime: "\${API_RUNTIME}"`)
    expect(filesOf(edits)['config/prod.env']).toContain('API_RUNTIME=3.10\n')
  })

  test('edits a literal where it stands when no other environment shares the template', async () => {
    const repositoryOfOne = start()
    const checkout = await openTestCheckout(repositoryOfOne, { render: render('prod') })
    const edits = await checkout.edit(
      ...update(
        set(api, 'spec/timeout', 30),
        set(api, 'spec/layers', ['base-prod', 'tools', 'more']),
        set(writer, 'spec/vpc', { id: 'x' }),
      ),
    )
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)).toEqual({
      'base/lambda.yaml.template': `${templates
        .replace('timeout: 10', 'timeout: 30')
        .replace('- tools\n', '- tools\n  - more\n')}  vpc:\n    id: x\n`,
    })
  })

  test('puts maps, lists, additions and deletions into the patch, and keeps what is there', async () => {
    const patch = `# ours
apiVersion: aws.example/v1
kind: Function
metadata:
  name: prod-writer
spec:
  timeout: 20 # slow
`
    const from = start({ 'config/prod.patch.yaml': patch })
    const wanted = update(
      set(writer, 'spec/layers', ['tools']),
      set(writer, 'spec/vpc', { id: 'x' }),
      set(writer, 'spec/runtime', undefined),
      set(writer, 'spec/timeout', 25),
      { resource: api, path: [], value: undefined },
      {
        resource: 'ConfigMap//new',
        path: [],
        value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'new' } },
      },
    )
    const edits = await edit(from, wanted)
    expect(edits.unresolved).toEqual([])
    expect(filesOf(edits)).toEqual({
      'config/prod.patch.yaml': `${patch.replace('20', '25')}  layers:
  - tools
  vpc:
    id: x
  runtime: null
---
apiVersion: aws.example/v1
kind: Function
metadata:
  name: prod-api
$patch: delete
---
$patch: create
$unit: lambda
apiVersion: v1
kind: ConfigMap
metadata:
  name: new
`,
    })
    from.apply(edits.files)
    expect(await edit(from, wanted)).toEqual({ files: [], unresolved: [] })
    const back = await edit(
      from,
      update(set(writer, 'spec/timeout', 10), set(writer, 'spec/runtime', 'python3.12')),
    )
    expect(filesOf(back)['config/prod.patch.yaml']).not.toMatch(/timeout|runtime/)
  })

  test('adds and deletes units through the patch while other environments share the templates', async () => {
    const from = start()
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\n'
    const edits = await edit(from, [
      { kind: 'add', unit: 'extra', text },
      { kind: 'delete', unit: 'lambda' },
    ])
    expect(edits.unresolved).toEqual([])
    expect(edits.files.map(({ path }) => path)).toEqual(['config/prod.patch.yaml'])
    from.apply(edits.files)
    expect(await (await openTestCheckout(from, { render: render('prod') })).units()).toEqual({ extra: text })
    expect(Object.keys(await (await openTestCheckout(from, { render: render('dev') })).units())).toEqual([
      'lambda',
    ])
    const none = await edit(start(), [{ kind: 'add', unit: 'extra', text }], false)
    expect(none).toMatchObject({ files: [], unresolved: [{ unit: 'extra' }] })
  })

  test('moves a template with its variables where the unit has another name', async () => {
    const from = start()
    const checkout = await openTestCheckout(from, { render: render('prod') })
    const { lambda: text = '' } = await checkout.units()
    const { files } = await checkout.edit(
      { kind: 'add', unit: 'functions', text: text.replaceAll(/ *#.*/g, '') },
      { kind: 'delete', unit: 'lambda' },
    )
    expect(files).toEqual([
      { kind: 'write', path: 'base/functions.yaml.template', text: templates },
      { kind: 'delete', path: 'base/lambda.yaml.template' },
    ])
  })

  test('keeps what can be proven, and restores what cannot', async () => {
    const edits = await edit(
      start(),
      update(
        set(api, 'spec/memorySize', 1024),
        set(writer, 'spec/memorySize', 1024),
        set(api, 'spec/odd', { a: null }),
      ),
    )
    expect(filesOf(edits)).toEqual({ 'config/prod.env': prodEnv.replace('256', '1024') })
    expect(edits.unresolved.map(({ path }) => path)).toEqual(['/spec/odd'])
  })

  test('says which line of a patch is for nothing', async () => {
    const patch = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: gone\ndata: {}\n'
    const checkout = await openTestCheckout(start({ 'config/prod.patch.yaml': patch }), {
      render: render('prod'),
    })
    await expect(checkout.units()).rejects.toThrow(
      'config/prod.patch.yaml, line 1: the patch is for ConfigMap//gone, which no template renders',
    )
  })
})
