import { readFileSync } from 'node:fs'
import { isJsonList, type JsonObject } from '@tideway/core'
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

it('still makes the objects that were recorded from manifests of many kinds', async ({ skip }) => {
  const { body: version } = await send('GET', '/version')
  skip(version['gitVersion'] !== pinnedVersion, 'another version may have other defaults')
  const apply = ['apply', '--server-side', '--field-manager=argocd-controller', '-f', '-']
  const input = `${namespace}---\n${account}---\n${manifests}`
  expect(await kubectl.run(apply, { input })).toMatchObject({ code: 0 })
  const { out } = await kubectl.run(['get', '-f', '-', '-o', 'json'], { input: manifests })
  const objects = itemsOf(JSON.parse(out)).map((object) => fixRunValues(withoutManagers(object)))
  await expect(stringify(objects, { aliasDuplicateObjects: false })).toMatchFileSnapshot(
    './untouched-objects.yaml',
  )
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
