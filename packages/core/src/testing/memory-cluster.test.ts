import { describe, expect, it } from 'vitest'
import type { ResourceQuery, ResourceResult } from '../contract/resource-source.ts'
import { readFieldOwners } from '../normalize/field-owners.ts'
import { createMemoryCluster } from './memory-cluster.ts'
import { createTestCall } from './test-call.ts'
import { createTestClock } from './test-clock.ts'

const call = createTestCall()
const key = 'Deployment.apps/default/web'
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'shop' } },
  spec: { replicas: 1, template: { spec: { containers: [{ name: 'app', image: 'one' }] } } },
}
const image = ['spec', 'template', 'spec', 'containers', '[name=app]', 'image']

describe('createMemoryCluster', () => {
  it('records who set a field last', () => {
    const clock = createTestClock()
    const cluster = createMemoryCluster({ now: clock.now })
    cluster.apply(deployment, 'argocd-controller')
    clock.advance(1000)
    cluster.edit(key, image, 'two', 'kubectl-edit')
    cluster.edit(key, ['spec', 'paused'], true, 'kubectl-edit')
    const owners = readFieldOwners(cluster.objects()[key] ?? {})
    expect(owners?.(image)).toEqual({ manager: 'kubectl-edit', at: '2026-01-01T00:00:01.000Z' })
    expect(owners?.(['spec', 'paused'])?.manager).toBe('kubectl-edit')
    expect(owners?.(['spec', 'replicas'])?.manager).toBe('argocd-controller')
    cluster.edit(key, image, 'three', 'argocd-controller')
    expect(readFieldOwners(cluster.objects()[key] ?? {})?.(image)?.manager).toBe('argocd-controller')
  })

  it('records nothing where the object came without managedFields', () => {
    const cluster = createMemoryCluster({ objects: [deployment] })
    cluster.edit(key, ['spec', 'replicas'], 4, 'kubectl-scale')
    expect(cluster.objects()[key]).toEqual({
      ...deployment,
      metadata: { ...deployment.metadata, resourceVersion: '2' },
      spec: { ...deployment.spec, replicas: 4 },
    })
    expect(() => cluster.edit('Deployment.apps/default/nothing', [], {}, 'me')).toThrow(RangeError)
  })

  it.each([
    ['app=shop', 1],
    ['app', 1],
    ['!app', 0],
    ['app!=shop', 0],
    ['app==shop,tier!=db', 1],
    ['app=shop,tier=web', 0],
  ])('selects by %s', async (labelSelector, count) => {
    const cluster = createMemoryCluster({ objects: [deployment] })
    const query: ResourceQuery = {
      kinds: [{ group: 'apps', kind: 'Deployment' }],
      identities: [],
      labelSelector,
    }
    const found: ResourceResult[] = []
    for await (const item of cluster.resources.resources(query, call)) found.push(item)
    expect(found.filter((item) => item.kind === 'object')).toHaveLength(count)
  })

  it('means the namespace of its context where an identity names none', async () => {
    const cluster = createMemoryCluster({ objects: [deployment] })
    const identities = [{ group: 'apps', kind: 'Deployment', namespace: '', name: 'web' }]
    const found: ResourceResult[] = []
    for await (const item of cluster.resources.resources({ kinds: [], identities }, call)) found.push(item)
    expect(found.map(({ kind }) => kind)).toEqual(['object', 'complete'])
  })
})
