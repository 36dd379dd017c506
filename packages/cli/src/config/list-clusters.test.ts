import { describe, expect, it } from 'vitest'
import { listClusters, narrowLive } from './list-clusters.ts'

const live = {
  kubeconfig: 'kube',
  namespace: 'shop',
  clusters: [{ context: 'east' }, { context: 'west', namespace: 'shop-west' }],
}

describe('the clusters of an environment', () => {
  it('take what they do not say from around them', () => {
    expect(listClusters(live)).toEqual([
      { context: 'east', kubeconfig: 'kube', namespace: 'shop' },
      { context: 'west', kubeconfig: 'kube', namespace: 'shop-west' },
    ])
  })

  it('are one where none are listed', () => {
    expect(listClusters({ context: 'east' })).toEqual([{ context: 'east' }])
    expect(listClusters({})).toEqual([{}])
  })

  it('can be narrowed to a context with its own namespace, and to a namespace everywhere', () => {
    expect(listClusters(narrowLive(live, { context: 'west' }))).toEqual([
      { context: 'west', kubeconfig: 'kube', namespace: 'shop-west' },
    ])
    expect(listClusters(narrowLive(live, { namespace: 'debug' })).map(({ namespace }) => namespace)).toEqual([
      'debug',
      'debug',
    ])
  })

  it('may be another one than those that are listed', () => {
    expect(listClusters(narrowLive(live, { context: 'north' }))).toEqual([
      { context: 'north', kubeconfig: 'kube', namespace: 'shop' },
    ])
  })
})
