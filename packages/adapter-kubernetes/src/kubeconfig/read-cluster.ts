import { AdapterError, TidewayError } from '@tideway/core'
import type { ServerTrust } from '../http/create-transport.ts'
import { readPem } from './read-pem.ts'
import type { SelectedContext } from './select-context.ts'

/** The address of a server, and how it is known. */
export interface ServerAccess {
  readonly server: string
  readonly trust: ServerTrust
}

/** Reads the cluster of a context; refuses what would be less safe, or reached otherwise, than it says. */
export async function readCluster(
  { name, cluster }: SelectedContext,
  endpoint: string,
  allowInsecure: boolean,
): Promise<ServerAccess> {
  const whose = `the cluster of context ${name}`
  if (cluster['proxy-url'] !== undefined) {
    throw new AdapterError({
      kind: 'unsupported',
      endpoint,
      message: `${whose} is reached through a proxy-url, which is not supported`,
      next: 'use a context without proxy-url, or pass a request function that goes through the proxy',
    })
  }
  const verify = cluster['insecure-skip-tls-verify'] !== true
  if (!verify && !allowInsecure) {
    throw refuse(
      `${whose} has insecure-skip-tls-verify, so that anybody in between could read the credential`,
      'give it the certificate-authority of the server, or pass allowInsecure where that is no danger',
    )
  }
  const data = cluster['certificate-authority-data']
  const authority = await readPem(data, cluster['certificate-authority'], `certificate-authority of ${whose}`)
  return {
    server: readAddress(cluster.server, whose),
    trust: { authority, serverName: cluster['tls-server-name'], verify },
  }
}

function readAddress(text: string, whose: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw refuse(
      `server of ${whose} is no http or https address without user and query`,
      'correct the kubeconfig, or choose another context',
    )
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function refuse(message: string, next: string): TidewayError {
  return new TidewayError({ code: 'TIDEWAY_CONFIG_INVALID', message, next })
}
