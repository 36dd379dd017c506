import { createTestCall } from '@tideway/core/testing'
import { describe, expect, test } from 'vitest'
import { configMap, startTestCluster, testToken } from '../start-test-cluster.ts'

describe('what the server would make of an object', () => {
  test('is asked for show, under another name, and nothing is stored', async () => {
    const admit = (object: Readonly<Record<string, unknown>>) => ({ ...object, immutable: false })
    const cluster = await startTestCluster({ objects: [configMap('m')], admit })
    const prediction = await cluster.resources.predict?.(
      { ...configMap('m'), metadata: { name: 'm', namespace: 'default', uid: 'x', labels: { a: 'b' } } },
      createTestCall(),
    )
    expect(prediction).toMatchObject({
      kind: 'predicted',
      object: { immutable: false, metadata: { name: 'tideway-dry-run', labels: { a: 'b' } } },
    })
    expect(cluster.requestsSince()).toEqual([
      'GET /api/v1 200',
      'POST /api/v1/namespaces/default/configmaps 201',
    ])
    const names = cluster.emulator.objects().map((object) => JSON.stringify(object['metadata']))
    expect(names.filter((text) => text.includes('tideway-dry-run'))).toEqual([])
  })

  test('is unknown where it may not be asked, or nobody serves the kind', async () => {
    const deny = [{ verbs: ['create' as const], resources: ['configmaps'] }]
    const cluster = await startTestCluster({ users: [{ name: 'reader', token: testToken, deny }] })
    expect(await cluster.resources.predict?.(configMap('m'), createTestCall())).toMatchObject({
      kind: 'unknown',
      error: {
        kind: 'forbidden',
        message: expect.stringContaining('create configmaps in namespace default for show'),
      },
    })
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }
    expect(await cluster.resources.predict?.(widget, createTestCall())).toMatchObject({
      kind: 'unknown',
      error: { kind: 'not-found' },
    })
  })
})
