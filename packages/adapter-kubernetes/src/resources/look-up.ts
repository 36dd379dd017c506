import type { AdapterError, Call } from '@tideway/core'
import { z } from 'zod'
import type { Cluster } from './cluster.ts'
import { identifyObject, type LiveObject, serverObject } from './live-object.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readPages } from './read-pages.ts'
import { type KindPlace, printPlace, resourcePath } from './resource-path.ts'

/** What a look-up found; a name without an object is passed over, and after `refused` comes nothing. */
export type LookUpResult =
  | ({ readonly kind: 'object' } & LiveObject)
  | { readonly kind: 'refused'; readonly error: AdapterError }

// Up to as many requests cost less than a page of a list that may be full of others.
const mostSingleRequests = 10

/** Looks up objects of one kind and place by name, one by one or, where that is cheaper, by listing. */
export async function* lookUp(
  cluster: Cluster,
  place: KindPlace,
  names: readonly string[],
  call: Call,
): AsyncGenerator<LookUpResult> {
  const pending = new Set(names)
  if (pending.size > mostSingleRequests) {
    for await (const page of readPages(cluster, place, call)) {
      // Who may not list may still be allowed to get; if not, the first request below says why.
      if (page.kind === 'refused') break
      for (const found of page.objects) {
        if (pending.delete(found.identity.name)) yield { kind: 'object', ...found }
      }
      if (page.pagesLeft === 0) return
      if (pending.size <= Math.max(mostSingleRequests, page.pagesLeft)) break
    }
  }
  const lookUpOne = (name: string) => getObject(cluster, place, name, call)
  for await (const result of mapConcurrently(pending, cluster.concurrency, lookUpOne)) {
    if (result === undefined) continue
    yield result
    if (result.kind === 'refused') return
  }
}

async function getObject(
  cluster: Cluster,
  place: KindPlace,
  name: string,
  call: Call,
): Promise<LookUpResult | undefined> {
  const reply = await cluster.client.get(
    { path: resourcePath(place, name), purpose: `get ${name} of ${printPlace(place)}` },
    serverObject,
    call,
  )
  if (reply.kind === 'answered') return { kind: 'object', ...identifyObject(reply.value, place.served) }
  return reply.status === 404 && saysAbsent(reply.body, name) ? undefined : reply
}

// A kind that is gone answers 404 too, but only a server that looked for the object names it.
function saysAbsent(body: unknown, name: string): boolean {
  const form = z.object({
    kind: z.literal('Status'),
    reason: z.literal('NotFound'),
    details: z.object({ name: z.literal(name) }),
  })
  return form.safeParse(body).success
}
