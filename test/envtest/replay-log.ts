import type { JsonObject } from '@tideway/adapter-kubernetes/testing'
import { getField } from '@tideway/core'
import { applied, applyType, entry, type LogEntry, mergeType } from './log-entry.ts'
import { wall, wallLog, walls } from './wall-log.ts'

const maps = '/api/v1/namespaces/replay/configmaps'
const deployments = '/apis/apps/v1/namespaces/replay/deployments'
const map = (data: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'map', ...more },
  data,
})
const deployment = (containers: readonly JsonObject[], replicas?: number): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
  },
})
const named = (name: string, labels: JsonObject = {}): JsonObject => ({ metadata: { name, labels } })

/** What a client of an API server asks, and does wrong: one log, to be replayed on a server and on the emulator. */
export const replayLog: readonly LogEntry[] = [
  entry('a group that nobody serves', 'GET', '/apis/nobody.example/v1'),
  entry('the schemas of a group that nobody serves', 'GET', '/openapi/v3/apis/nobody.example/v1'),
  entry('the schemas of a group', 'GET', '/openapi/v3/apis/replay.example/v1'),
  entry('a resource that nobody serves', 'GET', '/api/v1/namespaces/replay/nothings'),
  entry('an object that is not there', 'GET', `${maps}/nothing`),
  entry('create', 'POST', `${maps}?fieldManager=person`, { body: map({ a: '1', b: '2' }) }),
  entry('create again', 'POST', maps, { body: map({}) }),
  entry('create without a name', 'POST', maps, { body: { data: {} } }),
  entry('create with a name that is none', 'POST', maps, { body: named('No_Name') }),
  entry('create in another namespace', 'POST', maps, { body: map({}, { name: 'x', namespace: 'default' }) }),
  entry('create a kind under the path of another', 'POST', maps, { body: wall({}) }),
  entry('create with a resourceVersion', 'POST', maps, {
    body: map({}, { name: 'x', resourceVersion: '1' }),
  }),
  entry('create what is no JSON', 'POST', maps, { body: '{' }),
  entry('create in a form that nobody reads', 'POST', maps, { body: 'a', type: 'text/plain' }),
  entry('create for show', 'POST', `${maps}?dryRun=All`, { body: named('shown') }),
  entry('what was created for show', 'GET', `${maps}/shown`),
  {
    title: 'replace',
    request: (answered) => {
      const resourceVersion = String(getField(answered('create').body, ['metadata', 'resourceVersion']))
      const body = map({ a: '1', b: '3' }, { resourceVersion })
      return { method: 'PUT', path: `${maps}/map?fieldManager=operator`, body }
    },
  },
  {
    title: 'replace what has changed since',
    request: (answered) => {
      const resourceVersion = String(getField(answered('create').body, ['metadata', 'resourceVersion']))
      return { method: 'PUT', path: `${maps}/map`, body: map({ a: '9' }, { resourceVersion }) }
    },
  },
  entry('replace under another name', 'PUT', `${maps}/other`, { body: map({}) }),
  entry('merge patch', 'PATCH', `${maps}/map?fieldManager=operator`, {
    body: { data: { a: null, c: '4' } },
    type: mergeType,
  }),
  entry('merge patch of nothing new', 'PATCH', `${maps}/map?fieldManager=other`, {
    body: { data: { c: '4' } },
    type: mergeType,
  }),
  entry('merge patch of what is not there', 'PATCH', `${maps}/nothing`, {
    body: { data: {} },
    type: mergeType,
  }),
  entry('JSON patch', 'PATCH', `${maps}/map?fieldManager=operator`, {
    body: [
      { op: 'test', path: '/data/c', value: '4' },
      { op: 'replace', path: '/data/c', value: '5' },
    ],
    type: 'application/json-patch+json',
  }),
  entry('JSON patch whose test fails', 'PATCH', `${maps}/map`, {
    body: [{ op: 'test', path: '/data/c', value: 'other' }],
    type: 'application/json-patch+json',
  }),
  entry('strategic patch of a kind without a Go type', 'PATCH', `${walls}/wall`, {
    body: {},
    type: 'application/strategic-merge-patch+json',
  }),
  entry('apply without a manager', 'PATCH', `${maps}/map`, { body: map({ c: '5' }), type: applyType }),
  entry('apply with managedFields', 'PATCH', `${maps}/map?fieldManager=x`, {
    body: map({}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1' }] }),
    type: applyType,
  }),
  applied('apply what is there', `${maps}/map`, 'deployer', map({ c: '5' })),
  applied('apply into a conflict', `${maps}/map`, 'deployer', map({ c: '6' })),
  applied('apply with force', `${maps}/map`, 'deployer', map({ c: '6', d: '7' }), true),
  applied('apply empty labels', `${maps}/map`, 'labels', map({}, { labels: {} })),
  applied('apply without a field that was applied', `${maps}/map`, 'deployer', map({ c: '6' }), true),
  ...wallLog,
  applied('apply a workload', `${deployments}/web`, 'deployer', deployment([{ name: 'a', image: 'x:1' }], 2)),
  entry('scale a workload', 'PATCH', `${deployments}/web?fieldManager=person`, {
    body: { spec: { replicas: 4 } },
    type: mergeType,
  }),
  applied(
    'apply the old scale',
    `${deployments}/web`,
    'deployer',
    deployment([{ name: 'a', image: 'x:1' }], 2),
  ),
  applied('apply a side container', `${deployments}/web`, 'side', deployment([{ name: 'b', image: 'y:1' }])),
  entry('strategic patch of a container', 'PATCH', `${deployments}/web?fieldManager=person`, {
    body: { spec: { template: { spec: { containers: [{ name: 'a', image: 'x:2' }] } } } },
    type: 'application/strategic-merge-patch+json',
  }),
  entry('list by label: none', 'GET', `${maps}?labelSelector=page%3Dyes`),
  ...['p1', 'p2', 'p3'].map((name) =>
    entry(`create ${name}`, 'POST', maps, { body: named(name, { page: 'yes' }) }),
  ),
  entry('list by label', 'GET', `${maps}?labelSelector=page%3Dyes`),
  entry('list by a label set', 'GET', `${maps}?labelSelector=page%20in%20(yes%2Cno)%2C!other`),
  entry('list by what is no selector', 'GET', `${maps}?labelSelector=%3D%2C%3D`),
  entry('list by a field', 'GET', `${maps}?fieldSelector=metadata.name%3Dp2`),
  entry('list by a field that cannot be asked for', 'GET', `${maps}?fieldSelector=data.a%3D1`),
  entry('first page', 'GET', `${maps}?labelSelector=page%3Dyes&limit=2`),
  {
    title: 'second page',
    request: (answered) => {
      const token = encodeURIComponent(
        String(getField(answered('first page').body, ['metadata', 'continue'])),
      )
      return { method: 'GET', path: `${maps}?labelSelector=page%3Dyes&limit=2&continue=${token}` }
    },
  },
  entry('a page of no list', 'GET', `${maps}?limit=2&continue=nonsense`),
  entry('create with a finalizer', 'POST', walls, {
    body: { ...wall({}, { name: 'kept', finalizers: ['replay.example/keep'] }) },
  }),
  entry('delete what has a finalizer', 'DELETE', `${walls}/kept`),
  entry('apply to what is being deleted', 'PATCH', `${walls}/kept?fieldManager=late`, {
    body: { spec: { late: true } },
    type: mergeType,
  }),
  entry('take the finalizer away', 'PATCH', `${walls}/kept`, {
    body: { metadata: { finalizers: null } },
    type: mergeType,
  }),
  entry('what had a finalizer', 'GET', `${walls}/kept`),
  entry('delete on the condition of another uid', 'DELETE', `${maps}/map`, {
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'other' } },
  }),
  entry('delete', 'DELETE', `${maps}/map`),
  entry('delete again', 'DELETE', `${maps}/map`),
  entry('a path of the API without meaning', 'GET', '/api/v1/namespaces/replay/configmaps/a/b/c'),
  entry('a method that a resource does not know', 'POST', `${maps}/p1`, { body: named('p1') }),
]
