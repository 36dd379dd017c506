import { getField, isJsonObject } from '@tideway/core'
import type { SimpleAnswer } from './simplify-answer.ts'

/** A difference that stays, with its reason, and how to look past it. */
export interface KnownDifference {
  readonly reason: string
  /** The rest of an answer, which has to be equal. */
  readonly leaveOut: (answer: SimpleAnswer) => unknown
}

const words = (reason: string): KnownDifference => ({
  reason,
  leaveOut: ({ status, body }) => [status, body['kind'], body['reason'], body['code'], causesOf(body)],
})
const causesOf = (body: SimpleAnswer['body']): unknown => getField(body, ['details', 'causes'])
const defaults: KnownDifference = {
  reason: 'the emulator has no defaults; `admit` can fill them in',
  leaveOut: ({ status, body }) => {
    const fields = ['spec', 'template', 'spec', 'containers']
    const containers = getField(body, fields)
    const named = Array.isArray(containers)
      ? containers.map(({ name, image }) => ({ name, image }))
      : containers
    return [status, body['kind'], body['metadata'], getField(body, ['spec', 'replicas']), named]
  },
}

/** Where the emulator answers otherwise than the server, by the title of the request in the log. */
export const knownDifferences: Readonly<Record<string, KnownDifference>> = {
  'the schemas of a group': {
    reason:
      'the emulator publishes no descriptions, no paths but those of patches, and no types but those of the kinds',
    leaveOut: ({ status, body }) => {
      const schemas = getField(body, ['components', 'schemas'])
      const own = Object.entries(isJsonObject(schemas) ? schemas : {}).filter(([name]) =>
        name.startsWith('example.replay.'),
      )
      return [
        status,
        JSON.parse(JSON.stringify(own), (key, value) => (key === 'description' ? undefined : value)),
      ]
    },
  },
  'create a kind under the path of another': words('the server names a line of its own source'),
  'create what is no JSON': words('the words of another JSON parser'),
  'create in a form that nobody reads': words('the emulator reads no protobuf, and does not offer it'),
  'JSON patch whose test fails': words('the emulator says which test failed'),
  'list by what is no selector': words('the words of another parser'),
  'a page of no list': words('the words of another JSON parser'),
  'delete on the condition of another uid': words('the server has two texts for one refusal'),
  'create for show what is no wall': {
    reason: 'the emulator reads of a schema only how lists merge, and checks no object against it',
    leaveOut: () => 'nothing is alike',
  },
  'apply a workload': defaults,
  'scale a workload': defaults,
  'apply a side container': defaults,
  'strategic patch of a container': defaults,
}
