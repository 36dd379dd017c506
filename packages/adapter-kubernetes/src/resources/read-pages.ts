import type { AdapterError, Call } from '@tideway/core'
import { z } from 'zod'
import type { Reply } from '../http/create-client.ts'
import type { Cluster } from './cluster.ts'
import { identifyObject, type LiveObject, type ServerObject, serverObject } from './live-object.ts'
import { type KindPlace, printPlace, resourcePath } from './resource-path.ts'

/** One page of a list, or why there is none; after that comes nothing. */
export type PageResult =
  | {
      readonly kind: 'page'
      readonly objects: readonly LiveObject[]
      /** How many pages are still to come, as far as the server says; 0 after the last. */
      readonly pagesLeft: number
    }
  | { readonly kind: 'refused'; readonly error: AdapterError }

interface List {
  readonly metadata?:
    | { readonly continue?: string | undefined; readonly remainingItemCount?: number | undefined }
    | undefined
  readonly items: readonly ServerObject[] | null
}

const list: z.ZodType<List> = z.object({
  metadata: z
    .object({ continue: z.string().optional(), remainingItemCount: z.number().optional() })
    .optional(),
  // Go writes an empty list as null where nobody made one.
  items: z.array(serverObject).nullable(),
})

// A list that takes longer than the server keeps its history (5 minutes by default) would never end.
const mostRestarts = 5

/**
 * Lists a kind page by page. Where the server has forgotten the state that the list began with (410), it begins
 * anew without repeating an object; where a page is too large, the next try asks for a smaller one.
 */
export async function* readPages(
  cluster: Cluster,
  place: KindPlace & { readonly labelSelector?: string | undefined },
  call: Call,
): AsyncGenerator<PageResult> {
  const seen = new Set<string>()
  let limit = cluster.pageSize
  let token: string | undefined
  let restarts = 0
  for (;;) {
    const reply = await readPage(limit, token)
    if (reply.kind === 'refused') {
      if (reply.error.kind === 'limit-exceeded' && limit > 1) limit = Math.ceil(limit / 4)
      else if (reply.status === 410 && token !== undefined && restarts < mostRestarts) {
        restarts += 1
        token = undefined
      } else {
        yield reply
        return
      }
      continue
    }
    const { items, metadata } = reply.value
    const fresh = (items ?? []).filter((item) => !seen.has(nameOf(item)))
    for (const item of fresh) seen.add(nameOf(item))
    token = metadata?.continue || undefined
    const pagesLeft =
      token === undefined ? 0 : Math.max(1, Math.ceil((metadata?.remainingItemCount ?? 0) / limit))
    yield { kind: 'page', objects: fresh.map((object) => identifyObject(object, place.served)), pagesLeft }
    if (token === undefined) return
  }

  function readPage(size: number, next: string | undefined): Promise<Reply<List>> {
    const query = { limit: String(size), continue: next, labelSelector: place.labelSelector }
    return cluster.client.get(
      { path: resourcePath(place), query, purpose: `list ${printPlace(place)}` },
      list,
      call,
    )
  }
}

// A list over all namespaces may hold a name several times.
function nameOf({ metadata: { namespace = '', name } }: ServerObject): string {
  return `${namespace}/${name}`
}
