import { TidewayError } from '@tideway/core'
import type { ClusterEntry, UserEntry } from './kubeconfig.ts'
import type { FoundKubeconfig } from './read-kubeconfig.ts'

/** A context of a kubeconfig, with what its names stand for. */
export interface SelectedContext {
  readonly name: string
  readonly namespace: string | undefined
  readonly cluster: ClusterEntry
  /** Absent where the context names none: the server is asked anonymously. */
  readonly user: UserEntry | undefined
}

/** Finds a context, by default the current one. Throws `TIDEWAY_CONFIG_MISSING` for anything that is not there. */
export function selectContext(
  { origin, kubeconfig }: FoundKubeconfig,
  wanted: string | undefined,
): SelectedContext {
  const name = wanted ?? kubeconfig.currentContext
  const names = [...kubeconfig.contexts.keys()].toSorted()
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  if (name === undefined) {
    throw missing(
      `${origin} says no current-context (${known})`,
      'choose a context (kubectl config use-context)',
    )
  }
  const context = kubeconfig.contexts.get(name)
  if (context === undefined) {
    throw missing(`${origin} has no context ${name} (${known})`, 'choose one of them, or another kubeconfig')
  }
  const cluster = kubeconfig.clusters.get(context.cluster)
  const user = context.user === undefined ? undefined : kubeconfig.users.get(context.user)
  const correct = 'correct the context, or choose another one'
  if (cluster === undefined) {
    throw missing(
      `context ${name} of ${origin} names cluster ${context.cluster}, which is not there`,
      correct,
    )
  }
  if (user === undefined && context.user !== undefined) {
    throw missing(`context ${name} of ${origin} names user ${context.user}, which is not there`, correct)
  }
  return { name, namespace: context.namespace, cluster, user }
}

function missing(message: string, next: string): TidewayError {
  return new TidewayError({ code: 'TIDEWAY_CONFIG_MISSING', message, next })
}
