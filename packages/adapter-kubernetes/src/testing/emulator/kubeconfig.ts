import { stringify } from 'yaml'

/** What a kubeconfig for one server says. */
export interface KubeconfigOptions {
  readonly server: string
  /** A bearer token. Default: none. */
  readonly token?: string
  /** PEM text of what signed the server's certificate. Default: none. */
  readonly certificateAuthority?: string
  /** PEM text of the client's own certificate. Default: none. */
  readonly clientCertificate?: string
  /** PEM text of that certificate's key. Default: none. */
  readonly clientKey?: string
  /** Default: `default`. */
  readonly namespace?: string
  /** The name of cluster, user and context. Default: `emulator`. */
  readonly context?: string
}

/** The text of a kubeconfig file with one context. Over plain http kubectl sends no token and no certificate. */
export function kubeconfigFor(options: KubeconfigOptions): string {
  const { server, token, namespace = 'default', context: name = 'emulator' } = options
  const encode = (pem: string | undefined): string | undefined =>
    pem === undefined ? undefined : Buffer.from(pem, 'utf8').toString('base64')
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { server, 'certificate-authority-data': encode(options.certificateAuthority) } },
    ],
    users: [
      {
        name,
        user: {
          token,
          'client-certificate-data': encode(options.clientCertificate),
          'client-key-data': encode(options.clientKey),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  })
}
