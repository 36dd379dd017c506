import { readFileSync } from 'node:fs'
import { isJsonList, type JsonObject, readSchema } from '@tideway/core'
import { afterAll, expect, inject, it } from 'vitest'
import { stringify } from 'yaml'
import { connectHandle } from './connect-handle.ts'
import { pinnedVersion } from './find-assets.ts'
import { createJsonClient } from './json-client.ts'
import { prepareKubectl } from './kubectl.ts'
import { fixRunValues } from './simplify-answer.ts'

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
const kubectl = prepareKubectl(server)
afterAll(() => {
  kubectl.close()
  close()
})

const manifests = readFileSync(new URL('untouched-manifests.yaml', import.meta.url), 'utf8')
// Without controllers nobody makes the account that every Pod has.
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: untouched}\n'
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: untouched}\n'

// What the server makes up anew each time.
const allocated: readonly (readonly [pattern: RegExp, value: string])[] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '00000000-0000-4000-8000-000000000000'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-01-01T00:00:00Z'],
  [/\bkube-api-access-\w{5}\b/g, 'kube-api-access-abcde'],
  [/\b10\.0\.0\.\d+\b/g, '10.0.0.10'],
  [/([nN]odePort): \d+/g, '$1: 30080'],
]

it('still makes the objects that were recorded from manifests of many kinds', async ({ skip }) => {
  const { body: version } = await send('GET', '/version')
  skip(version['gitVersion'] !== pinnedVersion, 'another version may have other defaults')
  const apply = ['apply', '--server-side', '--field-manager=argocd-controller', '-f', '-']
  const input = `${namespace}---\n${account}---\n${manifests}`
  expect(await kubectl.run(apply, { input })).toMatchObject({ code: 0 })
  const { out } = await kubectl.run(['get', '-f', '-', '-o', 'json'], { input: manifests })
  const objects = itemsOf(JSON.parse(out)).map((object) => fixRunValues(withoutManagers(object)))
  const text = allocated.reduce(
    (fixed, [pattern, value]) => fixed.replaceAll(pattern, value),
    stringify(objects, { aliasDuplicateObjects: false }),
  )
  await expect(text).toMatchFileSnapshot('./untouched-objects.yaml')
})

it('publishes a schema that says what the definition says', async () => {
  const { out } = await kubectl.run(['get', 'crd', 'things.untouched.example', '-o', 'json'])
  const defined = readSchema([JSON.parse(out)], 'defined')
  await expect
    .poll(
      async () => {
        const { body } = await send('GET', '/openapi/v3/apis/untouched.example/v1')
        return readSchema([body], 'published').rules
      },
      { timeout: 30_000 },
    )
    .toEqual(defined.rules)
  const thing = 'Thing.untouched.example/untouched/a'
  expect(defined.rules.map(({ id }) => id)).toEqual(['schema-default', 'schema-set', 'schema-null'])
  expect(defined.listKeys(thing, ['spec', 'gates'])).toEqual(['id'])
})

function itemsOf(list: JsonObject): readonly JsonObject[] {
  const items = list['items']
  if (!isJsonList(items)) throw new Error('kubectl get answered no list')
  return JSON.parse(JSON.stringify(items))
}

// Who set what says nothing of the values, and is most of an object.
function withoutManagers(object: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(object, (name, member) => (name === 'managedFields' ? undefined : member)))
}
