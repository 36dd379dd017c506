import { customResourceDefinition, type JsonObject } from '@tideway/adapter-kubernetes/testing'
import { getField } from '@tideway/core'
import type { JsonAnswer, JsonRequest } from './json-client.ts'

/** One request of a log; it may need what earlier ones were answered, for instance a resourceVersion. */
export interface LoggedRequest extends JsonRequest {
  readonly method: string
  readonly path: string
}

/** A request by what it is to show. */
export interface LogEntry {
  readonly title: string
  readonly request: (answered: (title: string) => JsonAnswer) => LoggedRequest
}

const merge = 'application/merge-patch+json'
const apply = 'application/apply-patch+yaml'
const maps = '/api/v1/namespaces/replay/configmaps'
const walls = '/apis/replay.example/v1/namespaces/replay/walls'
const deployments = '/apis/apps/v1/namespaces/replay/deployments'
const wall = (spec: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'replay.example/v1',
  kind: 'Wall',
  metadata: { name: 'wall', ...more },
  spec,
})
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
const entry = (title: string, method: string, path: string, content: JsonRequest = {}): LogEntry => ({
  title,
  request: () => ({ method, path, ...content }),
})
const applied = (title: string, path: string, manager: string, body: unknown, force = false): LogEntry =>
  entry(title, 'PATCH', `${path}?fieldManager=${manager}&force=${force}`, { body, type: apply })

// As pausing does it: on the condition that the object still is as it was answered.
const annotateWall = ({ body }: JsonAnswer, paused: 'true' | null): LoggedRequest => {
  const resourceVersion = String(getField(body, ['metadata', 'resourceVersion']))
  const metadata = { resourceVersion, annotations: { 'crossplane.io/paused': paused } }
  return { method: 'PATCH', path: `${walls}/wall?fieldManager=tideway`, body: { metadata }, type: merge }
}

/** The kind that the log is about, with a list that is merged by key. */
export const wallDefinition: JsonObject = customResourceDefinition({
  group: 'replay.example',
  kind: 'Wall',
  versions: ['v1'],
  schema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
        properties: {
          panes: {
            type: 'array',
            items: {
              type: 'object',
              required: ['name'],
              properties: { name: { type: 'string' }, size: { type: 'integer' } },
            },
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
          },
        },
      },
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  },
})

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
    type: merge,
  }),
  entry('merge patch of nothing new', 'PATCH', `${maps}/map?fieldManager=other`, {
    body: { data: { c: '4' } },
    type: merge,
  }),
  entry('merge patch of what is not there', 'PATCH', `${maps}/nothing`, { body: { data: {} }, type: merge }),
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
  entry('apply without a manager', 'PATCH', `${maps}/map`, { body: map({ c: '5' }), type: apply }),
  entry('apply with managedFields', 'PATCH', `${maps}/map?fieldManager=x`, {
    body: map({}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1' }] }),
    type: apply,
  }),
  applied('apply what is there', `${maps}/map`, 'deployer', map({ c: '5' })),
  applied('apply into a conflict', `${maps}/map`, 'deployer', map({ c: '6' })),
  applied('apply with force', `${maps}/map`, 'deployer', map({ c: '6', d: '7' }), true),
  applied('apply empty labels', `${maps}/map`, 'labels', map({}, { labels: {} })),
  applied('apply without a field that was applied', `${maps}/map`, 'deployer', map({ c: '6' }), true),
  applied(
    'apply a custom object',
    `${walls}/wall`,
    'deployer',
    wall({ panes: [{ name: 'a', size: 1 }], title: 'x' }),
  ),
  applied('apply another element', `${walls}/wall`, 'side', wall({ panes: [{ name: 'b', size: 2 }] })),
  applied(
    'apply the same element otherwise',
    `${walls}/wall`,
    'side',
    wall({ panes: [{ name: 'a', size: 3 }, { name: 'b' }] }),
  ),
  applied('apply without the own element', `${walls}/wall`, 'side', wall({})),
  applied(
    'apply the same again',
    `${walls}/wall`,
    'deployer',
    wall({ panes: [{ name: 'a', size: 1 }], title: 'x' }),
  ),
  entry('edit an applied field', 'PATCH', `${walls}/wall?fieldManager=kubectl-edit`, {
    body: { spec: { title: 'y' } },
    type: merge,
  }),
  entry('status through the object', 'PATCH', `${walls}/wall?fieldManager=robot`, {
    body: { status: { ready: true } },
    type: merge,
  }),
  entry('status through the subresource', 'PATCH', `${walls}/wall/status?fieldManager=robot`, {
    body: { status: { ready: true }, spec: { title: 'z' } },
    type: merge,
  }),
  entry('a label only', 'PATCH', `${walls}/wall?fieldManager=robot`, {
    body: { metadata: { labels: { a: 'b' } } },
    type: merge,
  }),
  entry(
    'create a custom object for show',
    'POST',
    `${walls}?dryRun=All&fieldManager=tideway&fieldValidation=Ignore`,
    {
      body: wall({ title: 'x', unheardOf: { a: 1 } }, { name: 'tideway-dry-run', namespace: 'replay' }),
    },
  ),
  entry('what was created for show of a custom kind', 'GET', `${walls}/tideway-dry-run`),
  entry('create for show what is there', 'POST', `${walls}?dryRun=All`, { body: wall({}) }),
  entry('create for show what is no wall', 'POST', `${walls}?dryRun=All`, {
    body: wall({ panes: [{ size: 1 }] }, { name: 'x' }),
  }),
  {
    title: 'annotate what has changed since',
    request: (answered) => annotateWall(answered('edit an applied field'), 'true'),
  },
  {
    title: 'annotate what has not changed',
    request: (answered) => annotateWall(answered('a label only'), 'true'),
  },
  {
    title: 'take an annotation back',
    request: (answered) => annotateWall(answered('annotate what has not changed'), null),
  },
  {
    title: 'take back an annotation that is not there',
    request: (answered) => annotateWall(answered('take an annotation back'), null),
  },
  entry('annotate what is not there', 'PATCH', `${walls}/nothing?fieldManager=tideway`, {
    body: { metadata: { resourceVersion: '1', annotations: { a: 'b' } } },
    type: merge,
  }),
  entry('replace a custom object without a resourceVersion', 'PUT', `${walls}/wall`, {
    body: wall({ title: 'q' }),
  }),
  applied('apply a workload', `${deployments}/web`, 'deployer', deployment([{ name: 'a', image: 'x:1' }], 2)),
  entry('scale a workload', 'PATCH', `${deployments}/web?fieldManager=person`, {
    body: { spec: { replicas: 4 } },
    type: merge,
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
    type: merge,
  }),
  entry('take the finalizer away', 'PATCH', `${walls}/kept`, {
    body: { metadata: { finalizers: null } },
    type: merge,
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
