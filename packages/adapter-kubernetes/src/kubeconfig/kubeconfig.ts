/** A kubeconfig that was read: entries by name, every path in it absolute. */
export interface Kubeconfig {
  readonly currentContext: string | undefined
  readonly contexts: ReadonlyMap<string, ContextEntry>
  readonly clusters: ReadonlyMap<string, ClusterEntry>
  readonly users: ReadonlyMap<string, UserEntry>
}

/** Which cluster, as which user, and where. */
export interface ContextEntry {
  readonly cluster: string
  readonly user: string | undefined
  readonly namespace: string | undefined
}

/** What a kubeconfig says of a cluster; the names are those of the file. */
export interface ClusterEntry {
  readonly server: string
  readonly 'certificate-authority': string | undefined
  readonly 'certificate-authority-data': string | undefined
  readonly 'insecure-skip-tls-verify'?: boolean | null | undefined
  readonly 'tls-server-name': string | undefined
  readonly 'proxy-url': string | undefined
}

/** What a kubeconfig says of a user; the names are those of the file. */
export interface UserEntry {
  readonly token: string | undefined
  readonly tokenFile: string | undefined
  readonly 'client-certificate': string | undefined
  readonly 'client-certificate-data': string | undefined
  readonly 'client-key': string | undefined
  readonly 'client-key-data': string | undefined
  /** A program that prints the credential, and the older way to name one that is built into clients. */
  readonly exec?: { readonly command: string } | null | undefined
  readonly 'auth-provider'?: unknown
  readonly username: string | undefined
  readonly as: string | undefined
}
