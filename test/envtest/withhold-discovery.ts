import type { JsonObject } from '@tideway/core'
import { expectDone, type SendJson } from './json-client.ts'
import { waitForAccess } from './wait-for-access.ts'

/** The rule by which a role grants what every user may do unasked: see which kinds there are, and their schemas. */
export const discoveryRule: JsonObject = {
  nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*'],
  verbs: ['get'],
}

const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:discovery'
const anybody = { user: 'anybody', groups: ['system:authenticated'], path: '/apis' }

/** Takes discovery from everybody whose own role does not grant it, and answers what gives it back. */
export async function withholdDiscovery(send: SendJson): Promise<() => Promise<void>> {
  const { subjects } = expectDone(await send('GET', binding))
  const bind = async (to: unknown): Promise<void> => {
    const type = 'application/merge-patch+json'
    expectDone(await send('PATCH', binding, { body: { subjects: to }, type }))
  }
  await bind([])
  await waitForAccess(send, { ...anybody, allowed: false })
  return async () => {
    await bind(subjects)
    await waitForAccess(send, { ...anybody, allowed: true })
  }
}
