import { AdapterError } from '@tideway/core'
import type { Credentials } from '../http/credentials.ts'
import type { ClientCertificate } from '../http/send-request.ts'
import type { UserEntry } from './kubeconfig.ts'
import { loadPluginCredentials } from './load-plugin-credentials.ts'
import { readNamedFile } from './read-named-file.ts'
import { readPem } from './read-pem.ts'
import { readToken } from './read-token.ts'
import type { SelectedContext } from './select-context.ts'

/** Reads how the user of a context proves who it is. */
export async function readUser(context: SelectedContext, endpoint: string): Promise<Credentials> {
  const { name, user } = context
  if (user === undefined) return { read: async () => ({ headers: {} }) }
  const whose = `the user of context ${name}`
  const unsupported = findUnsupported(user)
  if (unsupported !== undefined) {
    throw new AdapterError({
      kind: 'unsupported',
      endpoint,
      message: `${whose} has ${unsupported}, which is not supported`,
      next: 'use a context whose user has a token, a client certificate or an exec plugin',
    })
  }
  if (user.exec || user['auth-provider']) return loadPluginCredentials(context, endpoint)

  const certificate = await readCertificate(user, whose)
  const { token, tokenFile } = user
  if (tokenFile !== undefined) await readNamedFile(tokenFile, `tokenFile of ${whose}`)
  return {
    read: async () => {
      const found = tokenFile === undefined ? token : await readToken(tokenFile, `tokenFile of ${whose}`)
      return { headers: found === undefined ? {} : { Authorization: `Bearer ${found}` }, certificate }
    },
  }
}

// Left out silently, it would make another user of this one.
function findUnsupported(user: UserEntry): string | undefined {
  if (user.username !== undefined) return 'a username with a password'
  return user.as === undefined ? undefined : 'as (impersonation)'
}

async function readCertificate(user: UserEntry, whose: string): Promise<ClientCertificate | undefined> {
  const data = user['client-certificate-data']
  const cert = await readPem(data, user['client-certificate'], `client-certificate of ${whose}`)
  const key = await readPem(user['client-key-data'], user['client-key'], `client-key of ${whose}`)
  return cert === undefined || key === undefined ? undefined : { cert, key }
}
