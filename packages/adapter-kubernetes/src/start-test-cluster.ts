import type {
  Call,
  Endpoint,
  JsonObject as LiveObject,
  ResourceQuery,
  ResourceResult,
  ResourceSource,
} from '@tideway/core'
import { formatResourceKey } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { onTestFinished } from 'vitest'
import { createKubernetes } from './create-kubernetes.ts'
import type { KubernetesOptions } from './kubernetes-options.ts'
import type { JsonObject } from './testing/emulator/json.ts'
import { kubeconfigFor } from './testing/emulator/kubeconfig.ts'
import {
  createKubernetesEmulator,
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
} from './testing/emulator/kubernetes-emulator.ts'
import { serve } from './testing/emulator/serve.ts'

/** The bearer token of the test user, where a test has users. */
export const testToken = 'very-secret-bearer-token'

/** An endpoint on an emulator over loopback, for one test. */
export interface TestCluster {
  readonly emulator: KubernetesEmulator
  readonly url: string
  readonly endpoint: Endpoint
  readonly resources: ResourceSource
  /** How long the adapter wanted to wait; it does not really. */
  readonly waits: readonly number[]
  /** Reads everything that a query yields, in short: keys of objects, and what became of the kinds. */
  read(query: Partial<ResourceQuery>, call?: Call): Promise<Reading>
  /** The requests since the last look, as `GET /api/v1 200`. */
  requestsSince(): readonly string[]
}

/** What a query yielded. */
export interface Reading {
  readonly keys: readonly string[]
  readonly objects: readonly LiveObject[]
  readonly complete: readonly string[]
  /** By kind, the kind of the error. */
  readonly unknown: Readonly<Record<string, string>>
  readonly messages: readonly string[]
}

/**
 * Starts an emulator and connects to it. With users, requests go to `https://cluster.test` and are passed on to the
 * loopback address, because credentials are only sent over TLS.
 */
export async function startTestCluster(
  emulatorOptions: KubernetesEmulatorOptions = {},
  options: KubernetesOptions = {},
  rewrite?: (body: string) => string,
): Promise<TestCluster> {
  const emulator = createKubernetesEmulator(emulatorOptions)
  const server = await serve(async (request) => {
    const response = await emulator.handle(request)
    if (rewrite === undefined) return response
    return new Response(rewrite(await response.text()), {
      status: response.status,
      headers: response.headers,
    })
  })
  onTestFinished(server.close)
  const waits: number[] = []
  const secure = 'https://cluster.test'
  const settings: KubernetesOptions =
    emulatorOptions.users === undefined
      ? { kubeconfig: kubeconfigFor({ server: server.url, context: 'dev' }) }
      : {
          kubeconfig: kubeconfigFor({ server: secure, context: 'dev', token: testToken }),
          request: (url, init) => fetch(url.replace(secure, server.url), init),
        }
  const endpoint = await createKubernetes({
    environment: {},
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...settings,
    ...options,
  }).connect(createTestCall())
  onTestFinished(() => endpoint.close())
  const { resources } = endpoint
  if (resources === undefined) throw new Error('a cluster has resources')
  let seen = 0
  return {
    emulator,
    url: server.url,
    endpoint,
    resources,
    waits,
    async read(query, call = createTestCall()) {
      const results: ResourceResult[] = []
      const stream = resources.resources({ kinds: [], identities: [], ...query }, call)
      for await (const result of stream) results.push(result)
      return summarize(results)
    },
    requestsSince() {
      const fresh = emulator.requests.slice(seen)
      seen = emulator.requests.length
      return fresh.map(({ method, path, status }) => `${method} ${path} ${status}`)
    },
  }
}

/** A ConfigMap, with more members where a test wants them. */
export function configMap(name: string, more: JsonObject = {}, namespace = 'default'): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { name }, ...more }
}

/** A kind of the core group. */
export const core = (kind: string): { readonly group: ''; readonly kind: string } => ({ group: '', kind })

function summarize(results: readonly ResourceResult[]): Reading {
  const objects = results.filter((result) => result.kind === 'object')
  const unknown = results.filter((result) => result.kind === 'unknown')
  return {
    keys: objects.map(({ identity }) => formatResourceKey(identity)),
    objects: objects.map(({ object }) => object),
    complete: results.flatMap((result) => (result.kind === 'complete' ? [result.resource.kind] : [])),
    unknown: Object.fromEntries(unknown.map(({ resource, error }) => [resource.kind, error.kind])),
    messages: unknown.map(({ error }) => error.message),
  }
}
