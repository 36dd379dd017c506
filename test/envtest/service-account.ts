import { randomUUID } from 'node:crypto'
import { getField, type JsonObject } from '@tideway/core'
import { expectDone, type SendJson } from './json-client.ts'
import { waitForAccess } from './wait-for-access.ts'

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
    await waitForAccess(send, { user: `system:serviceaccount:${namespace}:${name}`, path, allowed: true })
  }
  await setRules(rules)
  return { token: String(getField(issued, ['status', 'token'])), setRules }
}
