import type { ClientCertificate } from './send-request.ts'

/** What proves to a server who is asking. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>
  readonly certificate?: ClientCertificate | undefined
}

/** Where the credential comes from; read before every request, since tokens are renewed in place. */
export interface Credentials {
  read(): Promise<Credential>
}
