import { expect, test } from 'vitest'
import { configMap, core, startTestCluster, testToken } from '../start-test-cluster.ts'

const names = (count: number, prefix = 'm') =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(4, '0')}`)
const identities = (all: readonly string[], namespace = 'default') =>
  all.map((name) => ({ ...core('ConfigMap'), namespace, name }))
const list = 'GET /api/v1/namespaces/default/configmaps 200'

test('a few identities are got one by one, whatever their labels; one without an object is passed over', async () => {
  const cluster = await startTestCluster({ objects: names(4).map((name) => configMap(name)) })
  const wanted = identities(['m-0002', 'nothing', 'm-0000'])
  const { keys, complete } = await cluster.read({ identities: wanted, labelSelector: 'app=none' })
  expect([keys, complete]).toEqual([['ConfigMap/default/m-0002', 'ConfigMap/default/m-0000'], ['ConfigMap']])
  expect(cluster.requestsSince().toSorted()).toEqual([
    'GET /api/v1 200',
    'GET /api/v1/namespaces/default/configmaps/m-0000 200',
    'GET /api/v1/namespaces/default/configmaps/m-0002 200',
    'GET /api/v1/namespaces/default/configmaps/nothing 404',
  ])
})

test('an identity without a namespace means that of the context, and none for a kind that has none', async () => {
  const cluster = await startTestCluster({ objects: [configMap('m')] })
  const { keys } = await cluster.read({
    identities: [...identities(['m'], ''), { ...core('Namespace'), namespace: '', name: 'kube-system' }],
  })
  expect(keys).toEqual(['ConfigMap/default/m', 'Namespace//kube-system'])
})

test('many identities of one place become one list, filtered by name', async () => {
  const cluster = await startTestCluster({ objects: names(50).map((name) => configMap(name)) })
  const wanted = [...names(20), ...names(5, 'nothing')]
  const { keys, complete } = await cluster.read({ identities: identities(wanted) })
  expect([keys.length, new Set(keys).size, complete]).toEqual([20, 20, ['ConfigMap']])
  expect(cluster.requestsSince()).toEqual(['GET /api/v1 200', list])
})

test('a list that is longer than what is looked for is left for single requests', async () => {
  const cluster = await startTestCluster(
    { objects: names(500).map((name) => configMap(name)) },
    { pageSize: 10 },
  )
  const wanted = names(500).slice(-12)
  const { keys } = await cluster.read({ identities: identities(wanted) })
  expect(keys).toHaveLength(12)
  expect(cluster.requestsSince()).toHaveLength(1 + 1 + 12)
})

test('who may get but not list still finds them', async () => {
  const cluster = await startTestCluster({
    objects: names(12).map((name) => configMap(name)),
    users: [{ name: 'getter', token: testToken, deny: [{ verbs: ['list'], resources: ['configmaps'] }] }],
  })
  const { keys, complete } = await cluster.read({ identities: identities(names(12)) })
  expect([keys.length, complete]).toEqual([12, ['ConfigMap']])
})

test('one identity that may not be read makes its kind unknown', async () => {
  const cluster = await startTestCluster({
    objects: [configMap('m')],
    users: [{ name: 'nobody', token: testToken, deny: [{ verbs: ['get'], resources: ['configmaps'] }] }],
  })
  const { unknown, complete, messages } = await cluster.read({ identities: identities(['m']) })
  expect([unknown, complete]).toEqual([{ ConfigMap: 'forbidden' }, []])
  expect(messages[0]).toContain('the right to get m of configmaps in namespace default')
})

test('what a list has answered for is not asked again', async () => {
  const cluster = await startTestCluster({ objects: [configMap('m'), configMap('n')] })
  const query = { kinds: [core('ConfigMap')], identities: identities(['m', 'nothing']) }
  expect((await cluster.read(query)).keys).toEqual(['ConfigMap/default/m', 'ConfigMap/default/n'])
  expect(cluster.requestsSince()).toEqual(['GET /api/v1 200', list])

  // A list by label says nothing of the others.
  expect((await cluster.read({ ...query, labelSelector: 'app=none' })).keys).toEqual(['ConfigMap/default/m'])
})

test('single requests are bounded', async () => {
  let underWay = 0
  let most = 0
  const cluster = await startTestCluster(
    { objects: names(10).map((name) => configMap(name)), users: [{ name: 'reader', token: testToken }] },
    { concurrency: 3 },
  )
  const counted = await startTestCluster(
    {},
    {
      concurrency: 3,
      request: async (url, settings) => {
        underWay += 1
        most = Math.max(most, underWay)
        const { pathname, search } = new URL(url)
        const answer = await fetch(cluster.url + pathname + search, {
          ...settings,
          headers: { Authorization: `Bearer ${testToken}` },
        })
        underWay -= 1
        return answer
      },
    },
  )
  expect((await counted.read({ identities: identities(names(10)) })).keys).toHaveLength(10)
  expect(most).toBe(3)
})
