import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '@tideway/adapter-kubernetes/testing'
import { expect } from 'vitest'
import { gatehouseDefinition, gatehouseSchemas, gatehouseUnit, liveGatehouse } from './gatehouse.fixture.ts'
import { type EmulatedProject, startEmulatedProject } from './start-emulated-project.ts'

/** A cluster that the story of schemas is played on. */
export interface SchemasCluster {
  /** The text of a kubeconfig. */
  readonly kubeconfig: string
  /** Defines a kind, and resolves when it is served. */
  define(definition: JsonObject): Promise<void>
  /** Creates the {@link liveGatehouse} as a person does. */
  create(object: JsonObject): Promise<void>
  /** Changes it by a merge patch, as a person does. */
  edit(patch: JsonObject): Promise<void>
}

const config = (schemas: string) => `version: 1
github: { repository: acme/app }
${schemas}
environments:
  prod:
    space: app-prod
    mode: write
    policy: merge
    render: [{ kind: files, path: manifests }]
`
const readers = { confighub: 'reader', github: 'none' } as const
const files = 'normalize: { schemas: [schemas.yaml] }'
const direct = 'normalize: { schemas: cluster }'
const look = [
  'capture',
  '--env',
  'prod',
  '--assume-applied',
  '--dry-run',
  '--detailed-exitcode',
  '-o',
  'json',
]

/**
 * Plays it with the command: what differs without a schema, what `tideway schemas` writes, and that with it, and with
 * the cluster asked directly, order says nothing and elements are merged by their keys.
 */
export async function playSchemas(cluster: SchemasCluster): Promise<void> {
  const project = await startEmulatedProject(
    { 'manifests/house.yaml': gatehouseUnit(1, 1), 'tideway.yaml': config('') },
    ['app-prod'],
  )
  try {
    const kubeconfig = join(project.directory, '..', 'kubeconfig')
    writeFileSync(kubeconfig, cluster.kubeconfig)
    const KUBECONFIG = kubeconfig
    const run = (words: readonly string[], variables = { KUBECONFIG }) =>
      project.run(words, words[0] === 'schemas' ? readers : undefined, variables)
    expect((await run(['publish'])).code).toBe(0)

    // Nobody has defined it yet: known to be absent, which is told, and is no schema.
    const absent = await run(['schemas', '--env', 'prod', '--out', 'schemas.yaml'])
    expect(absent).toMatchObject({ code: 0, text: expect.stringContaining('schemas prod: 0 kinds') })
    expect(absent.text).toContain('prod: no cluster has the kind Gatehouse.gates.example')
    await cluster.define(gatehouseDefinition)
    await cluster.create(liveGatehouse)

    // Without a schema a list in another order is another value.
    const without = await run(look)
    expect([without.code, driftedPaths(without.stdout)]).toEqual([2, ['/spec/gates', '/spec/zones']])

    await writeSchemas(project, run)
    const fromFile = await withSchemas(project, files, run)
    const fromCluster = await withSchemas(project, direct, run)
    expect(fromFile).toMatch(/^\d+ schema@[0-9a-f]{12}$/)
    expect(fromCluster).toBe(fromFile)

    await cluster.edit({
      spec: {
        gates: [
          { id: 'b', weight: 7 },
          { id: 'a', weight: 1 },
        ],
      },
    })
    const edited = await run(look)
    expect([edited.code, driftedPaths(edited.stdout)]).toEqual([2, ['/spec/gates/[id=b]/weight']])

    await mergeByKey(project, run)

    // A cluster that cannot be read must not change what counts as equal.
    const down = await run(['publish', '--dry-run'], { KUBECONFIG: unreachable(kubeconfig) })
    expect([down.code, down.stdout]).toEqual([75, ''])
    expect(down.text).toMatch(/TIDEWAY_UNAVAILABLE/)
    const before = readFileSync(join(project.directory, 'schemas.yaml'), 'utf8')
    const failed = await run(['schemas', '--out', 'schemas.yaml'], { KUBECONFIG: unreachable(kubeconfig) })
    expect(failed.code).toBe(75)
    expect(readFileSync(join(project.directory, 'schemas.yaml'), 'utf8')).toBe(before)
  } finally {
    await project.close()
  }
}

type Run = EmulatedProject['run'] extends (words: infer Words, ...rest: infer _) => infer Result
  ? (words: Words, variables?: { readonly KUBECONFIG: string }) => Result
  : never

async function writeSchemas(project: EmulatedProject, run: Run): Promise<void> {
  const path = join(project.directory, 'schemas.yaml')
  // A definition is published a moment after its kind is served.
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { code, text } = await run(['schemas', '--out', 'schemas.yaml'])
    if (code === 0) break
    expect(text).toContain('publishes no')
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  expect(readFileSync(path, 'utf8')).toBe(gatehouseSchemas)
  const shown = await run(['schemas', '--env', 'prod'])
  expect([shown.code, shown.stdout]).toEqual([0, gatehouseSchemas])
  expect(shown.text).toContain('schemas prod: 1 kind\n')
}

// Answers the version of the rules that the report carries.
async function withSchemas(project: EmulatedProject, schemas: string, run: Run): Promise<string> {
  writeFileSync(join(project.directory, 'tideway.yaml'), config(schemas))
  const looked = await run(look)
  expect([looked.code, driftedPaths(looked.stdout)]).toEqual([0, []])
  return JSON.parse(looked.stdout)[0].rules
}

async function mergeByKey(project: EmulatedProject, run: Run): Promise<void> {
  const { confighub } = project
  confighub.as('olga@example.com').setData('app-prod', 'house', gatehouseUnit(5, 1), 'More at a')
  project.commit({ 'manifests/house.yaml': gatehouseUnit(1, 3), 'tideway.yaml': config('') }, 'More at b')
  const blocked = await run(['publish', '--dry-run'])
  expect([blocked.code, blocked.text]).toEqual([3, expect.stringContaining('/spec/gates')])
  project.commit({ 'tideway.yaml': config(direct) }, 'Take the schemas from the cluster')
  const merged = await run(['publish'])
  expect([merged.code, confighub.read('app-prod', 'house')?.text]).toEqual([0, gatehouseUnit(5, 3)])
}

function driftedPaths(json: string): readonly string[] {
  const [report]: readonly { units: readonly { fields: readonly { path: string; verdict: string }[] }[] }[] =
    JSON.parse(json)
  const fields = report?.units.flatMap((item) => item.fields) ?? []
  return fields
    .filter(({ verdict }) => verdict === 'take')
    .map(({ path }) => path)
    .sort()
}

function unreachable(path: string): string {
  const other = `${path}.down`
  writeFileSync(other, readFileSync(path, 'utf8').replace(/server: .*/, 'server: http://127.0.0.1:9'))
  return other
}
