import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { getField, type JsonObject } from '@tideway/core'
import type { JsonAnswer, SendJson } from './json-client.ts'

/** A service account with a token and the rights of one ClusterRole. */
export interface ServiceAccount {
  readonly token: string
  /** Replaces the rights, and resolves when the server goes by the new ones. */
  setRules(rules: readonly JsonObject[]): Promise<void>
}

const namespace = 'default'

/** Creates a service account with the given RBAC rules. */
export async function createServiceAccount(
  send: SendJson,
  rules: readonly JsonObject[],
): Promise<ServiceAccount> {
  const name = `account-${randomUUID().slice(0, 8)}`
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }
  const subjects = [{ kind: 'ServiceAccount', name, namespace }]
  expectDone(await send('POST', accounts, { body: { metadata: { name } } }))
  expectDone(await send('POST', `${rbac}/clusterroles`, { body: { metadata: { name }, rules: [] } }))
  expectDone(
    await send('POST', `${rbac}/clusterrolebindings`, { body: { metadata: { name }, roleRef, subjects } }),
  )
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }
  const issued = expectDone(await send('POST', `${accounts}/${name}/token`, { body: request }))
  const setRules = async (wanted: readonly JsonObject[]): Promise<void> => {
    // The server takes a role over as a whole and a little later; what is asked for last tells when.
    const path = `/taken-over/${randomUUID()}`
    const whole = [...wanted, { nonResourceURLs: [path], verbs: ['get'] }]
    expectDone(
      await send('PUT', `${rbac}/clusterroles/${name}`, { body: { metadata: { name }, rules: whole } }),
    )
    await waitUntilAllowed(send, `system:serviceaccount:${namespace}:${name}`, path)
  }
  await setRules(rules)
  return { token: String(getField(issued, ['status', 'token'])), setRules }
}

async function waitUntilAllowed(send: SendJson, user: string, path: string): Promise<void> {
  const spec = { user, nonResourceAttributes: { path, verb: 'get' } }
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { body } = await send('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      body: review,
    })
    if (getField(body, ['status', 'allowed']) === true) return
    await wait(25)
  }
  throw new Error(`the server did not take over the rights of ${user}`)
}

function expectDone({ status, body }: JsonAnswer): JsonObject {
  if (status > 299) throw new Error(`the server answered ${status}: ${JSON.stringify(body)}`)
  return body
}
