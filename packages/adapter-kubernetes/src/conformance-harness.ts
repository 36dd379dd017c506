import type { AdapterErrorKind } from '@tideway/core'
import type { AnnotatorSetup, Harness, Provocation } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { createKubernetes } from './create-kubernetes.ts'
import type { Fault } from './testing/emulator/faults.ts'
import { kubeconfigFor } from './testing/emulator/kubeconfig.ts'
import { createKubernetesEmulator } from './testing/emulator/kubernetes-emulator.ts'
import { serve } from './testing/emulator/serve.ts'

const token = 'very-secret-bearer-token'
const statuses: ReadonlyMap<Provocation, number> = new Map<
  Exclude<AdapterErrorKind, 'aborted' | 'invalid-response'>,
  number
>([
  ['unauthorized', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['invalid-request', 400],
  ['lost-race', 409],
  ['rate-limited', 429],
  ['unavailable', 503],
  ['unsupported', 501],
  ['limit-exceeded', 413],
])
const plurals: Readonly<Record<string, string>> = { ConfigMap: 'configmaps', Deployment: 'deployments' }

/** The emulator behind loopback; the requests, which carry a token, are meant for an https address. */
export const resourceHarness: Harness<AnnotatorSetup> = {
  name: 'Kubernetes',
  provokes: [
    'unreadable',
    'cut-listing',
    'connection-cut',
    'stalled',
    'invalid-response',
    ...statuses.keys(),
  ],
  secrets: [token],
  async setup() {
    const server = 'https://cluster.test'
    const namespaces = ['shop', 'other'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    }))
    const emulator = createKubernetesEmulator({ objects: namespaces, users: [{ name: 'reader', token }] })
    const served = await serve(emulator.handle)
    const call = createTestCall()
    const endpoint = await createKubernetes({
      kubeconfig: kubeconfigFor({ server, token, context: 'dev', namespace: 'shop' }),
      request: (url, settings) => fetch(url.replace(server, served.url), settings),
      // So that a listing has a second page, which can break off.
      pageSize: 1,
      sleep: async () => undefined,
      environment: {},
    }).connect(call)
    return {
      endpoint,
      call,
      seed: async (objects) => emulator.create(JSON.parse(JSON.stringify(objects))),
      readBack: async ({ namespace, name }) => emulator.object({ kind: 'ConfigMap', namespace, name }),
      requests: () => emulator.requests.length,
      provoke(what, kind = '') {
        emulator.faults.push(faultFor(what, kind))
      },
      async close() {
        await endpoint.close()
        await served.close()
      },
    }
  },
}

function faultFor(what: Provocation, kind: string): Fault {
  switch (what) {
    case 'unreadable':
      return { match: ({ path }) => path.endsWith(`/${plurals[kind]}`), fault: 'status', status: 403 }
    case 'cut-listing':
      return { match: ({ query }) => query.includes('continue'), fault: 'truncate', bytes: 100 }
    case 'connection-cut':
      return { skip: Number(kind) - 1, times: 1, fault: 'cut-after' }
    case 'stalled':
      return { fault: 'latency', milliseconds: 300 }
    case 'invalid-response':
      return { fault: 'html' }
    default:
      return { fault: 'status', status: statuses.get(what) ?? 500 }
  }
}
