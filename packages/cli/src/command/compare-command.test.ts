import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('tideway compare', () => {
  it('says what publish and sync would say, and changes nothing', async () => {
    await project.run(['publish'])
    const before = project.archive('prod').messages()
    editConfigHub(project, 'prod', unitText(512))
    const { code, stdout } = await project.run(['compare', '--env', 'prod'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^publish prod \(dry run\): nothing to write; 1 unit: sync due\n[\s\S]*\nsync prod \(dry run\): 1 unit would be proposed/,
    )
    expect(project.archive('prod').messages()).toEqual(before)
    expect((await project.run(['compare', '--env', 'prod', '--detailed-exitcode'])).code).toBe(2)
    expect((await project.run(['compare', '--env', 'prod', '--fail-on-sync-due'])).code).toBe(3)
  })

  it('compares files without any store, not even a tideway.yaml', async () => {
    const place = (name: string) => join(project.directory, name)
    writeFileSync(place('base.yaml'), unitText(128))
    writeFileSync(place('left.yaml'), unitText(128, 5))
    writeFileSync(place('right.yaml'), unitText(512))
    writeFileSync(place('tideway.yaml'), 'not read')
    const words = ['compare', '--base', 'base.yaml', '--left', 'left.yaml', '--right', 'right.yaml']
    const blocked = await project.run(words)
    expect([blocked.code, blocked.stdout.split('\n')[0]]).toEqual([
      3,
      'publish files (dry run): 2 fields differ: block',
    ])
    expect(blocked.stdout).not.toContain('--env')
    const merged = await project.run([...words, '--policy', 'merge'])
    expect(merged.code).toBe(0)
    expect(merged.stdout).toContain('Sync due')
    expect(merged.stdout).toContain('ConfigHub has changes that Git lacks')
    expect(merged.stdout).not.toContain('--env')
    expect(merged.stdout).toContain('/spec/forProvider/timeout  3 -> 5')
    const unknown = await project.run([
      'compare',
      '--left',
      'left.yaml',
      '--right',
      'base.yaml',
      '--policy',
      'merge',
    ])
    expect(unknown.code).toBe(3)
    expect(unknown.stdout).toContain('no base was given')
    const equal = await project.run(['compare', '--left', 'base.yaml', '--right', 'base.yaml'])
    expect([equal.code, equal.stdout.split('\n')[0]]).toEqual([0, 'publish files (dry run): no difference'])
  })

  it('finds nothing on a live claim that nobody touched, and says why', async () => {
    const place = (name: string) => join(project.directory, name)
    writeFileSync(place('claim.yaml'), claimText)
    writeFileSync(place('live.json'), JSON.stringify(liveClaim))
    const words = ['compare', '--base', 'claim.yaml', '--left', 'claim.yaml', '--right', 'live.json']
    const quiet = await project.run(words)
    expect([quiet.code, quiet.stdout.split('\n')[0]]).toEqual([0, 'publish files (dry run): no difference'])
    const explained = await project.run([...words, '--explain'])
    const claim = 'EventMessageWall.demo.example.org//wall'
    for (const line of [
      `right ${claim} /spec/resourceRef: crossplane-references`,
      `right ${claim} /status: status`,
      `${claim} /metadata/finalizers: unowned, live-finalizers`,
      `${claim} /metadata/namespace: unowned, default-namespace`,
      `${claim} /metadata/annotations/crossplane.io~1external-name: unowned, crossplane-metadata`,
      `${claim} /spec/compositeDeletePolicy: default-only, default-crossplane`,
      `${claim} /spec/compositionRef: unowned, crossplane-claim`,
      `${claim} /spec/parameters/region: unowned, set-by-controller`,
    ]) {
      expect(explained.stdout).toContain(line)
    }
    const touched = { ...liveClaim, spec: { ...liveClaim.spec, parameters: { memory: 512 } } }
    writeFileSync(place('live.json'), JSON.stringify(touched))
    expect((await project.run(words)).stdout).toContain('/spec/parameters/memory')
  })

  it('says that a list of elements with keys is only in another order', async () => {
    const place = (name: string) => join(project.directory, name)
    const pod = (...names: readonly string[]) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [${names.map((name) => `{name: ${name}}`).join(', ')}]}\n`
    writeFileSync(place('one.yaml'), pod('a', 'b'))
    writeFileSync(place('other.yaml'), pod('b', 'a'))
    const words = ['compare', '--base', 'one.yaml', '--left', 'one.yaml', '--right', 'other.yaml']
    const { code, stdout } = await project.run([...words, '--explain', '--detailed-exitcode'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/no difference\n[\s\S]*\n {2}Pod\/\/a \/spec\/containers: order-only, list keys\n/)
    expect((await project.run(words)).stdout).toContain('rules cover 1 difference: --explain lists them')
  })

  it('compares folders file by file, and many pairs in one run', async () => {
    const place = (name: string) => join(project.directory, name)
    for (const side of ['base', 'left', 'right']) mkdirSync(place(`${side}/jobs`), { recursive: true })
    for (const side of ['base', 'left', 'right']) writeFileSync(place(`${side}/same.yaml`), '- not: parsed')
    writeFileSync(place('base/jobs/api.yaml'), unitText(128))
    writeFileSync(place('left/jobs/api.yaml'), unitText(128, 5))
    writeFileSync(place('right/jobs/api.yaml'), unitText(128))
    writeFileSync(place('left/new.yaml'), unitText(1).replace('name: api', 'name: new'))
    const words = ['compare', '--base', 'base', '--left', 'left', '--right', 'right']
    const { code, stdout } = await project.run([
      ...words,
      ...['--base', 'base', '--left', 'base', '--right', 'base'],
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('2 fields differ in 2 units: write')
    expect(stdout).toContain(
      'jobs/api.yaml  Function.lambda.aws.upbound.io//api  /spec/forProvider/timeout  3 -> 5',
    )
    expect(stdout).toContain('no difference')
    writeFileSync(place('left/new.yaml'), 'a: [')
    const broken = await project.run(words)
    expect(broken.code).toBe(1)
    expect(broken.stdout).toContain('left/new.yaml')
    expect(broken.stdout).toContain('/spec/forProvider/timeout')
  })

  it('shows differences as a table, a diff that git applies, and merge patches', async () => {
    const place = (name: string) => join(project.directory, name)
    for (const side of ['a', 'b']) mkdirSync(place(side))
    writeFileSync(place('a/api.yaml'), unitText(256))
    writeFileSync(place('b/api.yaml'), unitText(128))
    const words = ['compare', '--base', 'b', '--left', 'a', '--right', 'b']
    const shown = async (...more: readonly string[]) => (await project.run([...words, ...more])).stdout
    const diff = await shown('--show', 'diff')
    expect(diff).toContain('-    memorySize: 256\n+    memorySize: 128\n')
    writeFileSync(place('patch.diff'), diff.slice(diff.indexOf('--- ')))
    execFileSync('git', ['apply', '--directory=a', '-p1', 'patch.diff'], { cwd: project.directory })
    expect(readFileSync(place('a/api.yaml'), 'utf8')).toBe(unitText(128))
    writeFileSync(place('a/api.yaml'), unitText(256))
    expect(await shown('--show', 'table')).toMatch(
      /api.yaml {2}Function.* {2}\/spec\/forProvider\/memorySize {2}git-only {2}128 {3}256 {2}128\n/,
    )
    expect(await shown('--show', 'patch')).toContain('{"spec":{"forProvider":{"memorySize":256}}}')
    const json: unknown = JSON.parse(await shown('--show', 'patch', '--show', 'diff', '-o', 'json'))
    expect(json).toMatchObject([
      {
        outcome: 'done',
        diff: expect.stringContaining('+++ b/api.yaml'),
        patches: [{ unit: 'api.yaml', patch: { spec: {} } }],
      },
    ])
    expect(await shown('--show', 'diff', '-o', 'markdown')).toContain('```diff\n--- a/api.yaml\n')
    expect((await project.run([...words, '--show', 'nothing'])).code).toBe(64)
  })

  it('says where a field inside a list stands on each side', async () => {
    const pod = (...images: readonly string[]) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${images.map((image) => `  - {name: ${image[0]}, image: "${image}"}\n`).join('')}`
    writeFileSync(join(project.directory, 'l.yaml'), pod('a:1', 'b:1'))
    writeFileSync(join(project.directory, 'r.yaml'), pod('b:2', 'a:1'))
    const { stdout } = await project.run([
      'compare',
      '--base',
      'l.yaml',
      '--left',
      'l.yaml',
      '--right',
      'r.yaml',
      '-o',
      'json',
    ])
    expect(JSON.parse(stdout)).toMatchObject([
      {
        units: [
          {
            fields: [
              {
                path: '/spec/containers/[name=b]/image',
                pointers: { left: '/spec/containers/1/image', right: '/spec/containers/0/image' },
              },
            ],
          },
        ],
      },
    ])
  })

  it('says which files it needs', async () => {
    expect((await project.run(['compare', '--left', 'a.yaml'])).stderr).toContain('needs --left and --right')
    expect((await project.run(['compare', '--left', 'a', '--right', 'b'])).stderr).toContain(
      'there is no file or folder a',
    )
  })
})

const claimText = `apiVersion: demo.example.org/v1alpha1
kind: EventMessageWall
metadata:
  name: wall
spec:
  parameters:
    memory: 128
`

// As a cluster with Crossplane answers for that claim.
const liveClaim = {
  apiVersion: 'demo.example.org/v1alpha1',
  kind: 'EventMessageWall',
  metadata: {
    name: 'wall',
    namespace: 'default',
    uid: '7d3f6a0e-2f1b-4b55-9f0e-6f1f6a9d2c11',
    resourceVersion: '4711',
    generation: 3,
    creationTimestamp: '2026-01-01T00:00:00Z',
    finalizers: ['finalizer.apiextensions.crossplane.io'],
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'crossplane.io/external-name': 'wall-x7k2p',
      'argocd.argoproj.io/tracking-id': 'walls:demo.example.org/EventMessageWall:default/wall',
    },
    managedFields: [
      {
        manager: 'argocd-controller',
        operation: 'Apply',
        time: '2026-01-01T00:00:00Z',
        fieldsV1: { 'f:spec': { 'f:parameters': { 'f:memory': {} } } },
      },
      {
        manager: 'apiextensions.crossplane.io/claim',
        operation: 'Update',
        time: '2026-01-01T00:00:01Z',
        fieldsV1: { 'f:spec': { 'f:parameters': { 'f:region': {} } } },
      },
    ],
  },
  spec: {
    parameters: { memory: 128, region: 'eu-central-1' },
    compositeDeletePolicy: 'Background',
    compositionRef: { name: 'walls.aws' },
    compositionRevisionRef: { name: 'walls.aws-1a2b3c4' },
    compositionUpdatePolicy: 'Automatic',
    resourceRef: { apiVersion: 'demo.example.org/v1alpha1', kind: 'XEventMessageWall', name: 'wall-x7k2p' },
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
}
