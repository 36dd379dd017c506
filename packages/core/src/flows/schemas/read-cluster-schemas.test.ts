import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ResourceKind, SchemaResult } from '../../contract/resource-source.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { createMemoryCluster } from '../../testing/memory-cluster.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { listUnitKinds } from './list-unit-kinds.ts'
import { readClusterSchemas } from './read-cluster-schemas.ts'

const call = createTestCall()
const thing = { group: 'shop.example', kind: 'Thing' }
const other = { group: 'gateway.networking.k8s.io', kind: 'Gateway' }
const deployment = { group: 'apps', kind: 'Deployment' }
const policy = { group: 'networking.k8s.io', kind: 'NetworkPolicy' }
const schemaOf = ({ group, kind }: ResourceKind, type = 'object') => ({
  group,
  kind,
  version: 'v1',
  schema: { type },
})
const known = (resource: ResourceKind, type?: string): SchemaResult => ({
  kind: 'schemas',
  resource,
  schemas: [schemaOf(resource, type)],
})
const down = new AdapterError({ kind: 'unavailable', endpoint: 'cluster:a', message: 'down', next: 'wait' })

function clusterWith(results: readonly SchemaResult[], asked: ResourceKind[] = []): Endpoint {
  const { resources, ...cluster } = createMemoryCluster({ name: 'cluster:a' })
  return {
    ...cluster,
    resources: {
      ...resources,
      async *schemas(kinds) {
        asked.push(...kinds)
        yield* results
      },
    },
  }
}

describe('readClusterSchemas', () => {
  it('asks for custom resources only, and tells which no cluster has', async () => {
    const asked: ResourceKind[] = []
    const cluster = clusterWith([known(thing), { kind: 'absent', resource: other }], asked)
    const found = await readClusterSchemas([cluster], [deployment, thing, policy, other], call)
    expect(found).toEqual({ schemas: [schemaOf(thing)], absent: [other] })
    expect(asked).toEqual([thing, other])
  })

  it('takes what any cluster has, of all of them', async () => {
    const clusters = [
      clusterWith([known(thing), { kind: 'absent', resource: other }]),
      clusterWith([known(thing, 'array'), known(other)]),
    ]
    expect(await readClusterSchemas(clusters, [thing, other], call)).toEqual({
      schemas: [schemaOf(thing), schemaOf(thing, 'array'), schemaOf(other)],
      absent: [],
    })
  })

  it('fails where a schema is unknown or unanswered, and where there are none to ask for', async () => {
    const unknown = clusterWith([known(thing), { kind: 'unknown', resource: other, error: down }])
    await expect(readClusterSchemas([unknown], [thing, other], call)).rejects.toMatchObject({
      code: 'TIDEWAY_UNREADABLE',
      problem: 'cluster:a could not read the schema of Gateway.gateway.networking.k8s.io: down',
    })
    await expect(readClusterSchemas([clusterWith([known(thing)])], [thing, other], call)).rejects.toThrow(
      /TIDEWAY_UNREADABLE.*Gateway.*the answer broke off/,
    )
    await expect(readClusterSchemas([createMemoryCluster()], [thing], call)).rejects.toMatchObject({
      kind: 'unsupported',
    })
  })
})

describe('listUnitKinds', () => {
  const text = (kind: string) => `apiVersion: shop.example/v1\nkind: ${kind}\nmetadata: {name: a}\n`

  it('lists the kinds of both sides, each once', async () => {
    const git = createMemoryGit({ files: { 'prod/a.yaml': `${text('B')}---\n${text('A')}` } })
    const confighub = createMemoryConfigHub()
    confighub.as({ kind: 'person' }).write('b', `${text('C')}---\n${text('A')}`)
    confighub.as({ kind: 'person' }).write('empty', '')
    const kinds = await listUnitKinds([git.endpoint('prod'), confighub], {}, call)
    expect(kinds).toEqual(['A', 'B', 'C'].map((kind) => ({ group: 'shop.example', kind })))
  })

  it('stops at a unit that cannot be read, unless a run leaves it out', async () => {
    const confighub = createMemoryConfigHub()
    confighub.as({ kind: 'person' }).write('a', text('A'))
    confighub.as({ kind: 'person' }).write('b', 'kind: [')
    await expect(listUnitKinds([confighub], {}, call)).rejects.toThrow(/TIDEWAY_UNREADABLE.*unit b/)
    const kinds = await listUnitKinds([confighub], { onUnreadable: 'skip-unit' }, call)
    expect(kinds).toEqual([{ group: 'shop.example', kind: 'A' }])
  })
})
