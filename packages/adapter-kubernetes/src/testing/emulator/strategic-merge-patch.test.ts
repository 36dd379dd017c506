import { expect, test } from 'vitest'
import { builtInFieldTypes } from './built-in-field-types.ts'
import type { JsonObject } from './json.ts'
import { applyStrategicMergePatch } from './strategic-merge-patch.ts'

const live = {
  metadata: { finalizers: ['x', 'y'] },
  spec: {
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: {
      spec: {
        containers: [
          {
            name: 'a',
            image: 'a:1',
            args: ['one'],
            env: [
              { name: 'E', value: '1' },
              { name: 'F', value: '2' },
            ],
          },
          { name: 'b', image: 'b:1' },
        ],
      },
    },
  },
}
const patched = (patch: JsonObject): JsonObject => applyStrategicMergePatch(live, patch, builtInFieldTypes)
const inPod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } })
const [first, second] = live.spec.template.spec.containers

test('lists with a merge key merge by item, new ones in front of those not named; atomic ones are replaced', () => {
  const result = patched(
    inPod({ containers: [{ name: 'a', args: ['two'], env: [{ name: 'F', value: '3' }] }, { name: 'c' }] }),
  )
  expect(result).toMatchObject(
    inPod({
      containers: [
        {
          ...first,
          args: ['two'],
          env: [
            { name: 'E', value: '1' },
            { name: 'F', value: '3' },
          ],
        },
        { name: 'c' },
        { ...second },
      ],
    }),
  )
})

test('$patch: delete removes an item, $patch: replace the whole list', () => {
  expect(patched(inPod({ containers: [{ name: 'a', $patch: 'delete' }] }))).toMatchObject(
    inPod({ containers: [{ ...second }] }),
  )
  expect(patched(inPod({ containers: [{ $patch: 'replace' }, { name: 'z' }] }))).toMatchObject(
    inPod({ containers: [{ name: 'z' }] }),
  )
})

test('$setElementOrder, $retainKeys and $deleteFromPrimitiveList are followed and not stored', () => {
  const ordered = patched(
    inPod({
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
      containers: [{ name: 'b', image: 'b:2' }],
    }),
  )
  expect(ordered).toMatchObject(inPod({ containers: [{ name: 'b', image: 'b:2' }, { ...first }] }))
  const recreated = patched({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } })
  expect(recreated['spec']).toMatchObject({ strategy: { type: 'Recreate' } })
  const released = patched({ metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] } })
  expect(released['metadata']).toEqual({ finalizers: ['y'] })
  expect(JSON.stringify([ordered, recreated, released])).not.toContain('$')
})

test('an item without its merge key is refused', () => {
  expect(() => patched(inPod({ containers: [{ image: 'a' }] }))).toThrow(
    'does not contain declared merge key: name',
  )
})
