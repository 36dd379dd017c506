import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from './json.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'

const reference = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'web' }
const deployment = (spec: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec,
})
const containers = (...list: readonly JsonObject[]): JsonObject => ({
  template: { spec: { containers: list } },
})

async function apply(
  emulator: KubernetesEmulator,
  manager: string,
  object: JsonObject,
  force = false,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const path = `/apis/apps/v1/namespaces/default/deployments/web?fieldManager=${manager}&force=${force}`
  const response = await emulator.handle(
    new Request(`http://127.0.0.1${path}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(object),
    }),
  )
  return { status: response.status, body: JSON.parse(await response.text()) }
}

// The steps and their outcome were observed with the structured-merge-diff library itself.
test('appliers share an object field by field and item by item', async () => {
  const emulator = createKubernetesEmulator()
  const a1 = { name: 'a', image: 'x:1' }
  const created = await apply(emulator, 'sdk', deployment({ replicas: 2, ...containers(a1) }))
  expect(created.status).toBe(201)
  expect(created.body['metadata']).toMatchObject({
    managedFields: [
      {
        manager: 'sdk',
        operation: 'Apply',
        fieldsV1: {
          'f:spec': {
            'f:replicas': {},
            'f:template': {
              'f:spec': { 'f:containers': { 'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:image': {} } } },
            },
          },
        },
      },
    ],
  })

  const refused = await apply(emulator, 'hpa', deployment({ replicas: 5 }))
  expect(refused.status).toBe(409)
  expect(refused.body).toMatchObject({
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "sdk": .spec.replicas',
    details: {
      causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "sdk"', field: '.spec.replicas' }],
    },
  })

  const forced = await apply(emulator, 'hpa', deployment({ replicas: 5 }), true)
  expect(forced.body['spec']).toMatchObject({ replicas: 5 })

  const a2 = { name: 'a', image: 'x:2' }
  const again = await apply(emulator, 'sdk', deployment(containers(a2)))
  expect(again.body['spec']).toEqual({ replicas: 5, ...containers(a2) })

  const b = { name: 'b', image: 'b' }
  const both = await apply(emulator, 'side', deployment(containers(b)))
  expect(both.body['spec']).toEqual({ replicas: 5, ...containers(a2, b) })

  const c = { name: 'c', image: 'c' }
  const replaced = await apply(emulator, 'sdk', deployment(containers(c)))
  expect(replaced.body['spec']).toEqual({ replicas: 5, ...containers(b, c) })
})

test('a field that a person edited is a conflict that names the manager and its version', async () => {
  const emulator = createKubernetesEmulator()
  await apply(emulator, 'sdk', deployment({ replicas: 2, paused: false }))
  emulator.edit(reference, { spec: { replicas: 3, paused: true } })
  const { body } = await apply(emulator, 'sdk', deployment({ replicas: 2, paused: false }))
  expect(body['message']).toBe(
    'Apply failed with 2 conflicts: conflicts with "kubectl-edit" using apps/v1:\n- .spec.paused\n- .spec.replicas',
  )
})

test('a dry run shows what an apply would make of a drifted object, and leaves it', async () => {
  const emulator = createKubernetesEmulator()
  await apply(emulator, 'sdk', deployment({ replicas: 2 }))
  emulator.edit(reference, { spec: { replicas: 3 } })
  const path = '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=sdk&force=true&dryRun=All'
  const headers = { 'content-type': 'application/apply-patch+yaml' }
  const body = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n'
  const response = await emulator.handle(
    new Request(`http://127.0.0.1${path}`, { method: 'PATCH', headers, body }),
  )
  expect(JSON.parse(await response.text())).toMatchObject({ spec: { replicas: 2 } })
  expect(emulator.object(reference)).toMatchObject({ spec: { replicas: 3 } })
})

test('an apply without a manager, with +json, or with managedFields is refused', async () => {
  const emulator = createKubernetesEmulator()
  const patch = async (query: string, type: string, object: JsonObject): Promise<JsonObject> => {
    const url = `http://127.0.0.1/apis/apps/v1/namespaces/default/deployments/web${query}`
    const init = { method: 'PATCH', headers: { 'content-type': type }, body: JSON.stringify(object) }
    return JSON.parse(await (await emulator.handle(new Request(url, init))).text())
  }
  const yaml = 'application/apply-patch+yaml'
  expect(await patch('', yaml, deployment({}))).toMatchObject({
    code: 422,
    message:
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  })
  expect(await patch('?fieldManager=sdk', 'application/apply-patch+json', deployment({}))).toMatchObject({
    code: 415,
  })
  const owned = withMetadata(deployment({}), { managedFields: [] })
  expect(await patch('?fieldManager=sdk', yaml, owned)).toMatchObject({
    code: 400,
    message: 'metadata.managedFields must be nil',
  })
})

test('a list whose items cannot be told apart is refused', async () => {
  const emulator = createKubernetesEmulator()
  for (const list of [[{ image: 'x' }], [{ name: 'a' }, { name: 'a' }]]) {
    const { status, body } = await apply(emulator, 'sdk', deployment(containers(...list)))
    expect(status).toBe(500)
    expect(body['message']).toContain('.spec.template.spec.containers')
  }
})

const container = fc.record({ name: fc.constantFrom('a', 'b', 'c'), image: fc.constantFrom('x', 'y') })
const configuration = fc
  .record({
    replicas: fc.integer({ min: 1, max: 3 }),
    list: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1 }),
  })
  .map(({ replicas, list }) => deployment({ replicas, ...containers(...list) }))

test('property: applying the same twice changes nothing, and a forced apply always gets its values', async () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('one', 'two'), configuration), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const emulator = createKubernetesEmulator()
      for (const [manager, object] of list) {
        const { body } = await apply(emulator, manager, object, true)
        expect(body['spec']).toMatchObject({ replicas: (object['spec'] as JsonObject)['replicas'] })
        const again = await apply(emulator, manager, object)
        expect(again.status).toBe(200)
        expect(again.body).toEqual(body)
        expect(readMetadata(again.body).resourceVersion).toBe(readMetadata(body).resourceVersion)
      }
    }),
    { numRuns: 100 },
  )
})
