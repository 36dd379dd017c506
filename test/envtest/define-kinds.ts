import { setTimeout as wait } from 'node:timers/promises'
import { getField, isJsonList, isJsonObject, type Json, type JsonObject } from '@tideway/core'
import type { SendJson } from './json-client.ts'

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** Defines kinds that are not there yet, and resolves when the server serves them. */
export async function defineKinds(send: SendJson, kinds: readonly JsonObject[]): Promise<void> {
  for (const definition of kinds) {
    const { status, body } = await send('POST', definitions, { body: definition })
    if (status !== 201 && status !== 409)
      throw new Error(`the server answered ${status}: ${JSON.stringify(body)}`)
    await waitUntilServed(send, definition)
  }
}

async function waitUntilServed(send: SendJson, definition: JsonObject): Promise<void> {
  const group = String(getField(definition, ['spec', 'group']))
  const [version] = listAt(definition, ['spec', 'versions'])
  const plural = String(getField(definition, ['spec', 'names', 'plural']))
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { body } = await send(
      'GET',
      `/apis/${group}/${isJsonObject(version) ? String(version['name']) : ''}`,
    )
    if (listAt(body, ['resources']).some((served) => isJsonObject(served) && served['name'] === plural))
      return
    await wait(25)
  }
  throw new Error(`the server does not serve ${plural}.${group}`)
}

/** Resolves when the server publishes the schemas of a version of a group, a moment after it serves its kinds. */
export async function waitUntilPublished(send: SendJson, apiVersion: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if ((await send('GET', `/openapi/v3/apis/${apiVersion}`)).status === 200) return
    await wait(25)
  }
  throw new Error(`the server publishes no schemas of ${apiVersion}`)
}

function listAt(value: JsonObject, path: readonly string[]): readonly Json[] {
  const found = getField(value, path)
  return isJsonList(found) ? found : []
}
