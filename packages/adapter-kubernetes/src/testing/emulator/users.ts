import { printGroupResource, type ResourceKind } from './resource-kind.ts'
import { forbidden, pathForbidden, unauthorized } from './status-failure.ts'

/** What may be asked of a resource; the names that RBAC uses. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection'

/** Verbs that a user is refused. */
export interface Denial {
  /** `*` for all. */
  readonly verbs: readonly (Verb | '*')[]
  /** Resources as `configmaps` or `deployments.apps`, with `/status` for that subresource; `*` for all. */
  readonly resources: readonly string[]
  /** Only in these namespaces; default: everywhere. */
  readonly namespaces?: readonly string[]
}

/** Somebody who may use the server: by bearer token, or by a client certificate with this common name. */
export interface EmulatorUser {
  readonly name: string
  readonly token?: string
  /** Default: nothing is denied. */
  readonly deny?: readonly Denial[]
}

/** The owner of a verified client certificate, by its common name. */
export interface Peer {
  readonly commonName: string
}

/** Who sent a request. Without a list of users everybody may do everything; an unknown token gets a 401. */
export function authenticate(
  users: readonly EmulatorUser[] | undefined,
  request: Request,
  peer: Peer | undefined,
): EmulatorUser {
  if (users === undefined) return { name: 'system:admin' }
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token !== undefined) {
    const user = users.find((candidate) => candidate.token === token)
    if (user === undefined) throw unauthorized()
    return user
  }
  const name = peer?.commonName ?? 'system:anonymous'
  return users.find((user) => user.name === name) ?? { name, deny: [{ verbs: ['*'], resources: ['*'] }] }
}

/** What a request does to which resource. */
export interface Access {
  readonly verb: Verb
  readonly kind: ResourceKind
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly subresource: string | undefined
}

/** Throws the server's 403 where the user is denied this. */
export function authorize(user: EmulatorUser, access: Access): void {
  const { verb, kind, namespace, name, subresource } = access
  const suffix = subresource === undefined ? '' : `/${subresource}`
  const denied = (user.deny ?? []).some(
    (denial) =>
      (denial.verbs.includes('*') || denial.verbs.includes(verb)) &&
      (denial.resources.includes('*') || denial.resources.includes(printGroupResource(kind) + suffix)) &&
      (denial.namespaces === undefined || denial.namespaces.includes(namespace ?? '')),
  )
  if (!denied) return
  const place =
    namespace === undefined || !kind.namespaced ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const what = `User "${user.name}" cannot ${verb} resource "${kind.plural}${suffix}" in API group "${kind.group}" ${place}`
  throw forbidden(kind, name, what)
}

/** Throws a 403 for a discovery path, which everybody but the anonymous may read; /version is public. */
export function authorizePath(user: EmulatorUser, path: string): void {
  if (user.name === 'system:anonymous' && path !== '/version') throw pathForbidden(user.name, 'get', path)
}
