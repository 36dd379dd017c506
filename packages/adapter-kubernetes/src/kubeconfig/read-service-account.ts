import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../kubernetes-options.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { hasCode } from './has-code.ts'
import { readToken } from './read-token.ts'

/** Where Kubernetes mounts the credential of a pod ("Accessing the Kubernetes API from a Pod"). */
const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Reads how a pod reaches its own cluster; undefined where this is no pod with a service account. */
export async function readServiceAccount(
  environment: Environment,
  directory: string = serviceAccountDirectory,
): Promise<ClusterAccess | undefined> {
  const host = environment['KUBERNETES_SERVICE_HOST']
  const port = environment['KUBERNETES_SERVICE_PORT']
  if (!host || !port) return undefined
  const read = (name: string) => readOptional(join(directory, name))
  if ((await read('token')) === undefined) return undefined
  const context = 'in-cluster'
  return {
    endpoint: `kubernetes:${context}`,
    context,
    namespace: (await read('namespace'))?.trim() || 'default',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    trust: { authority: await read('ca.crt'), verify: true },
    credentials: {
      read: async () => {
        const token = await readToken(join(directory, 'token'), 'the service account of this pod')
        return { headers: { Authorization: `Bearer ${token}` } }
      },
    },
  }
}

async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
