import { AdapterError } from '@tideway/core'
import { z } from 'zod'
import type { Credentials } from '../http/credentials.ts'
import { hasCode } from './has-code.ts'
import type { SelectedContext } from './select-context.ts'

/** What is used of the class of that name in `@kubernetes/client-node`. */
interface PluginConfig {
  loadFromString(text: string): void
  applyToHTTPSOptions(options: object): Promise<void>
}

const library = z.object({
  KubeConfig: z.custom<new () => PluginConfig>((value) => typeof value === 'function'),
})
// Authentication headers are looked up whatever their case; a library may give them in a list with members.
const filledOptions = z.object({
  headers: z.unknown().optional(),
  cert: z.union([z.string(), z.instanceof(Uint8Array)]).nullish(),
  key: z.union([z.string(), z.instanceof(Uint8Array)]).nullish(),
})

/**
 * Prepares the credential of a user with an exec or auth-provider plugin. Running those safely is the work of
 * `@kubernetes/client-node`, an optional peer that only such users need: it is loaded when one is met, and used for
 * credentials alone, because its models drop the fields that they do not know.
 */
export async function loadPluginCredentials(
  context: SelectedContext,
  endpoint: string,
  load: () => Promise<unknown> = loadLibrary,
): Promise<Credentials> {
  const { KubeConfig } = await readLibrary(context, endpoint, load)
  const config = new KubeConfig()
  config.loadFromString(printKubeconfig(context))
  return {
    async read() {
      const options: object = {}
      try {
        await config.applyToHTTPSOptions(options)
      } catch (error) {
        if (hasCode(error, 'ENOENT')) {
          throw fail(
            endpoint,
            'unauthorized',
            `the credential plugin ${describeCommand(context)}of context ${context.name} is not there`,
            'install it, put it on the PATH, or choose another context',
          )
        }
        // The plugin's own words are left out: what it prints on a failure may hold the credential.
        throw fail(
          endpoint,
          'unauthorized',
          `the credential plugin of context ${context.name} gave no credential`,
          'run it by hand (kubectl auth whoami), and log in again where it asks for that',
        )
      }
      const { headers, cert, key } = filledOptions.parse(options)
      const authorization = findAuthorization(headers)
      return {
        headers: authorization === undefined ? {} : { Authorization: authorization },
        certificate: cert && key ? { cert: printPem(cert), key: printPem(key) } : undefined,
      }
    },
  }
}

// Its name alone: arguments and variables may hold secrets.
function describeCommand({ user }: SelectedContext): string {
  return user?.exec ? `${JSON.stringify(user.exec.command)} ` : ''
}

async function loadLibrary(): Promise<unknown> {
  // In a variable, so that compilers and bundlers leave the optional peer alone.
  const specifier: string = '@kubernetes/client-node'
  return import(specifier)
}

async function readLibrary(
  { name }: SelectedContext,
  endpoint: string,
  load: () => Promise<unknown>,
): Promise<z.infer<typeof library>> {
  const needs = `the user of context ${name} has a credential plugin, for which @kubernetes/client-node is needed`
  const next =
    'run npm install @kubernetes/client-node, or use a context with a token or a client certificate'
  let loaded: unknown
  try {
    loaded = await load()
  } catch (error) {
    throw fail(endpoint, 'unsupported', `${needs}, and it cannot be loaded`, next, error)
  }
  const parsed = library.safeParse(loaded)
  if (parsed.success) return parsed.data
  throw fail(endpoint, 'unsupported', `${needs}, and the one installed has no KubeConfig`, next)
}

// JSON is YAML. Only this context: the plugins of others are none of its business.
function printKubeconfig({ name, cluster, user }: SelectedContext): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  })
}

function findAuthorization(headers: unknown): string | undefined {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value
  }
  return undefined
}

function printPem(pem: string | Uint8Array): string {
  return typeof pem === 'string' ? pem : Buffer.from(pem).toString('utf8')
}

function fail(
  endpoint: string,
  kind: AdapterError['kind'],
  message: string,
  next: string,
  cause?: unknown,
): AdapterError {
  return new AdapterError({ kind, endpoint, message, next, cause })
}
