import { checkObject } from './check-object.ts'
import { type Cluster, findObject, type Target } from './cluster.ts'
import { createObject } from './create-object.ts'
import { deleteObject, readDeleteOptions } from './delete-object.ts'
import { discover } from './discovery.ts'
import { isJsonObject, type JsonObject, withMembers } from './json.ts'
import type { Kinds } from './kinds.ts'
import { listObjects } from './list-objects.ts'
import { readMetadata } from './object-metadata.ts'
import { isApply, patchObject } from './patch-object.ts'
import { readBody, readObject } from './request-body.ts'
import { readNumber, readSelectors, readWriteOptions } from './request-options.ts'
import { type RequestTarget, readTarget } from './request-target.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'
import { methodNotAllowed, notAcceptable, notFound, resourceNotServed } from './status-failure.ts'
import { requireRevision, updateObject } from './update-object.ts'
import { authorize, authorizePath, type EmulatorUser, type Verb } from './users.ts'
import { type OpenWatches, refuseInitialEvents, watchObjects } from './watch-objects.ts'

/** Answers one authenticated request; throws a `StatusFailure` for what it refuses. */
export async function route(
  cluster: Cluster,
  watches: OpenWatches,
  user: EmulatorUser,
  request: Request,
): Promise<Response> {
  const url = new URL(request.url)
  if (['/healthz', '/livez', '/readyz'].includes(url.pathname)) return new Response('ok')
  if (url.pathname === '/openapi/v2') return answerEmptySchema()
  const accept = request.headers.get('accept') ?? '*/*'
  if (!/application\/json|\*\/\*|application\/\*/.test(accept)) throw notAcceptable()
  const discovered = discover(cluster.kinds, url.pathname.replace(/\/$/, ''), url.host)
  if (discovered !== undefined) {
    authorizePath(user, url.pathname)
    if (request.method !== 'GET') throw methodNotAllowed()
    return Response.json(discovered)
  }
  const found = readTarget(cluster.kinds, url.pathname)
  if (found === undefined) {
    authorizePath(user, url.pathname)
    if (isServedVersion(cluster.kinds, url.pathname)) throw resourceNotServed()
    if (url.pathname.startsWith('/openapi/v3/')) return new Response(null, { status: 404 })
    // Nobody answers for such a path, so there is no Status either.
    return new Response('404 page not found\n', {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  if (found.name === undefined) return routeCollection(cluster, watches, user, request, found)
  const { subresource } = found
  if (subresource !== undefined && !(subresource === 'status' && found.kind.statusSubresource)) {
    throw resourceNotServed()
  }
  return routeObject(cluster, user, request, { ...found, name: found.name, subresource })
}

// Swagger of version 2.0 without a definition, in the only form that kubectl asks for: gnostic's protobuf. It looks here
// for a kind that /openapi/v3 does not have, and finds no schema to validate with.
function answerEmptySchema(): Response {
  const headers = { 'content-type': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf' }
  return new Response(new Uint8Array([0x0a, 0x03, ...new TextEncoder().encode('2.0')]), { headers })
}

function isServedVersion(kinds: Kinds, path: string): boolean {
  const [root, first = '', second = ''] = path.split('/').slice(1)
  return root === 'api' ? kinds.versions('').includes(first) : kinds.versions(first).includes(second)
}

async function routeCollection(
  cluster: Cluster,
  watches: OpenWatches,
  user: EmulatorUser,
  request: Request,
  found: RequestTarget,
): Promise<Response> {
  const { kind, namespace } = found
  const query = new URL(request.url).searchParams
  // An empty parameter is none.
  const text = (name: string): string | undefined => query.get(name) || undefined
  const allow = (verb: Verb): void => authorize(user, { ...found, verb })
  switch (request.method) {
    case 'GET': {
      const scope = { kind, namespace, ...readSelectors(query, kind) }
      const resourceVersion = text('resourceVersion')
      if (!['true', '1'].includes(query.get('watch') ?? '')) {
        allow('list')
        const limit = readNumber(query, 'limit')
        const continueToken = text('continue')
        const resourceVersionMatch = text('resourceVersionMatch')
        const page = { limit, continueToken, resourceVersion, resourceVersionMatch }
        return Response.json(listObjects(cluster.store, { ...scope, ...page }))
      }
      allow('watch')
      if (query.get('sendInitialEvents') === 'true') throw refuseInitialEvents()
      const timeoutSeconds = readNumber(query, 'timeoutSeconds')
      const bookmarks = query.get('allowWatchBookmarks') === 'true'
      return watchObjects(cluster.store, watches, { ...scope, resourceVersion, timeoutSeconds, bookmarks })
    }
    case 'POST': {
      allow('create')
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed()
      const options = readWriteOptions(request, 'Create')
      const object = await readObject(request)
      return answerObject(kind, createObject(cluster, kind, namespace, object, options), 201)
    }
    case 'DELETE': {
      allow('deletecollection')
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed()
      const { dryRun } = readWriteOptions(request, 'Update')
      const deletion = readDeleteOptions(await readOptionalObject(request))
      const { selects } = readSelectors(query, kind)
      const page = {
        limit: undefined,
        continueToken: undefined,
        resourceVersion: undefined,
        resourceVersionMatch: undefined,
      }
      const list = listObjects(cluster.store, { kind, namespace, selects, selective: true, ...page })
      for (const item of Array.isArray(list['items']) ? list['items'] : []) {
        const target = { kind, namespace, name: readMetadata(item).name ?? '', subresource: undefined }
        const live = findObject(cluster, target)
        if (live !== undefined) deleteObject(cluster, target, live, deletion, { dryRun })
      }
      return Response.json(list)
    }
    default:
      throw methodNotAllowed()
  }
}

async function routeObject(
  cluster: Cluster,
  user: EmulatorUser,
  request: Request,
  target: Target,
): Promise<Response> {
  const { kind, name } = target
  const allow = (verb: Verb): void => authorize(user, { ...target, verb })
  const find = (): JsonObject => {
    const live = findObject(cluster, target)
    if (live === undefined) throw notFound(kind, name)
    return live
  }
  switch (request.method) {
    case 'GET':
      allow('get')
      return answerObject(kind, find(), 200)
    case 'PUT': {
      allow('update')
      const options = readWriteOptions(request, 'Update')
      const object = checkObject(await readObject(request), target)
      const live = find()
      requireRevision(kind, name, object)
      return answerObject(kind, updateObject(cluster, target, live, object, options), 200)
    }
    case 'PATCH': {
      allow('patch')
      if (isApply(request) && findObject(cluster, target) === undefined) allow('create')
      const { object, created } = await patchObject(
        cluster,
        target,
        () => findObject(cluster, target),
        request,
      )
      return answerObject(kind, object, created ? 201 : 200)
    }
    case 'DELETE': {
      if (target.subresource !== undefined) throw methodNotAllowed()
      allow('delete')
      const { dryRun } = readWriteOptions(request, 'Update')
      const deletion = readDeleteOptions(await readOptionalObject(request))
      const answer = deleteObject(cluster, target, find(), deletion, { dryRun })
      return answer['kind'] === 'Status' ? Response.json(answer) : answerObject(kind, answer, 200)
    }
    default:
      throw methodNotAllowed()
  }
}

async function readOptionalObject(request: Request): Promise<JsonObject | undefined> {
  const body = await readBody(request, ['application/json', 'application/yaml'])
  return isJsonObject(body) ? body : undefined
}

// In the version that was asked for; without conversion webhooks the versions differ in their name only.
function answerObject(kind: ResourceKind, object: JsonObject, status: number): Response {
  return Response.json(withMembers(object, { apiVersion: printApiVersion(kind) }), { status })
}
