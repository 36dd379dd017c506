import { customResourceDefinition, type JsonObject } from '@tideway/adapter-kubernetes/testing'
import { getField } from '@tideway/core'
import type { JsonAnswer } from './json-client.ts'
import { applied, entry, type LogEntry, type LoggedRequest, mergeType } from './log-entry.ts'

/** The kind of the walls, with a list that is merged by key. */
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

/** Where walls are. */
export const walls: string = '/apis/replay.example/v1/namespaces/replay/walls'

/** A wall with this content. */
export const wall = (spec: JsonObject, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'replay.example/v1',
  kind: 'Wall',
  metadata: { name: 'wall', ...more },
  spec,
})

// As pausing does it: on the condition that the object still is as it was answered.
const annotateWall = ({ body }: JsonAnswer, paused: 'true' | null): LoggedRequest => {
  const resourceVersion = String(getField(body, ['metadata', 'resourceVersion']))
  const metadata = { resourceVersion, annotations: { 'crossplane.io/paused': paused } }
  return { method: 'PATCH', path: `${walls}/wall?fieldManager=tideway`, body: { metadata }, type: mergeType }
}

/** What a client asks of a custom resource. */
export const wallLog: readonly LogEntry[] = [
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
    type: mergeType,
  }),
  entry('status through the object', 'PATCH', `${walls}/wall?fieldManager=robot`, {
    body: { status: { ready: true } },
    type: mergeType,
  }),
  entry('status through the subresource', 'PATCH', `${walls}/wall/status?fieldManager=robot`, {
    body: { status: { ready: true }, spec: { title: 'z' } },
    type: mergeType,
  }),
  entry('a label only', 'PATCH', `${walls}/wall?fieldManager=robot`, {
    body: { metadata: { labels: { a: 'b' } } },
    type: mergeType,
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
    type: mergeType,
  }),
  entry('replace a custom object without a resourceVersion', 'PUT', `${walls}/wall`, {
    body: wall({ title: 'q' }),
  }),
]
