import { resolve } from 'node:path'
import { TidewayError } from '@tideway/core'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { ClusterEntry, ContextEntry, Kubeconfig, UserEntry } from './kubeconfig.ts'

// In the Go types that define the format an empty text is an absent one, and an empty list may be null.
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined)
const clusterEntry: z.ZodType<ClusterEntry> = z.looseObject({
  server: z.string().min(1),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
})
const userEntry: z.ZodType<UserEntry> = z.looseObject({
  token: text,
  tokenFile: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  exec: z.looseObject({ command: z.string() }).nullish(),
  'auth-provider': z.looseObject({ name: z.string() }).nullish(),
  username: text,
  as: text,
})
const contextEntry: z.ZodType<ContextEntry> = z.object({ cluster: z.string(), user: text, namespace: text })

const kubeconfigFile = z.object({
  'current-context': text,
  contexts: z.array(z.object({ name: z.string(), context: contextEntry })).nullish(),
  clusters: z.array(z.object({ name: z.string(), cluster: clusterEntry })).nullish(),
  users: z.array(z.object({ name: z.string(), user: userEntry.nullish() })).nullish(),
})
const noUser = userEntry.parse({})

/**
 * Parses the text of a kubeconfig; relative paths start at `directory`. Throws `TIDEWAY_CONFIG_INVALID`, which names
 * the line or the field and never quotes the text.
 */
export function parseKubeconfig(source: string, origin: string, directory: string): Kubeconfig {
  const parsed = kubeconfigFile.safeParse(parseYaml(source, origin))
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
    )
    throw refuse(origin, problems.join('; '))
  }
  const absolute = (path: string | undefined) => path && resolve(directory, path)
  const { 'current-context': currentContext, contexts, clusters, users } = parsed.data
  return {
    currentContext,
    contexts: firstByName(contexts, ({ context }) => context),
    clusters: firstByName(clusters, ({ cluster }) => ({
      ...cluster,
      'certificate-authority': absolute(cluster['certificate-authority']),
    })),
    users: firstByName(users, ({ user }) => ({
      ...(user ?? noUser),
      tokenFile: absolute(user?.tokenFile),
      'client-certificate': absolute(user?.['client-certificate']),
      'client-key': absolute(user?.['client-key']),
    })),
  }
}

/** One kubeconfig of several, as `$KUBECONFIG` means a list: whoever says something first is right. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const later = configs.toReversed()
  return {
    currentContext: configs.find(({ currentContext }) => currentContext !== undefined)?.currentContext,
    contexts: new Map(later.flatMap(({ contexts }) => [...contexts])),
    clusters: new Map(later.flatMap(({ clusters }) => [...clusters])),
    users: new Map(later.flatMap(({ users }) => [...users])),
  }
}

function parseYaml(source: string, origin: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(source, { prettyErrors: false, lineCounter: lines })
  const [error] = document.errors
  if (error !== undefined) throw refuse(origin, `line ${lines.linePos(error.pos[0]).line}: ${error.code}`)
  try {
    return document.toJS()
  } catch {
    throw refuse(origin, 'its aliases are too many')
  }
}

function refuse(origin: string, why: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_INVALID',
    message: `${origin} is no kubeconfig that can be read (${why})`,
    next: 'correct what is named, or point to another file with --kubeconfig or KUBECONFIG',
  })
}

function firstByName<Named extends { readonly name: string }, Entry>(
  entries: readonly Named[] | null | undefined,
  read: (named: Named) => Entry,
): ReadonlyMap<string, Entry> {
  return new Map((entries ?? []).toReversed().map((named) => [named.name, read(named)]))
}
