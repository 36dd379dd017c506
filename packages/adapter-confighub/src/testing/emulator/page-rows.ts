import { z } from 'zod'
import type { Row } from './catalogue.ts'
import { digest } from './digest.ts'
import { Refusal } from './refusal.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import type { RowOrder } from './row-order.ts'

/** A page of a list, and the token of the next one; no token: this page was the last. */
export interface Page {
  readonly rows: readonly Row[]
  readonly next?: string
}

/** The largest page that the server gives. */
const largestPage = 1000

const tokenSchema = z.object({
  list: z.string(),
  page: z.int(),
  after: z.array(z.union([z.string(), z.number()])).optional(),
})
type ContinueToken = z.infer<typeof tokenSchema>

/**
 * Sorts rows and cuts the page out that `limit` and `continue` ask for.
 *
 * A page goes on behind the place where the one before ended, so rows that come or go in between repeat
 * nothing. A token belongs to its list: with other parameters it is a 400. With `shortPages`, every second
 * page is empty and the others half as long as they may be, and the end is told by a page of its own.
 */
export function pageRows(
  rows: readonly Row[],
  order: RowOrder,
  query: URLSearchParams,
  options: ResolvedOptions,
): Page {
  const limit = readLimit(query.get('limit'), options)
  const list = fingerprint(query)
  const token = readToken(query.get('continue'), list)
  const { after } = token
  const rest = rows
    .map((row) => ({ row, key: order.keyOf(row) }))
    .filter(({ key }) => after === undefined || order.compare(key, after) > 0)
    .toSorted((left, right) => order.compare(left.key, right.key))
  const short = options.shortPages && Number.isFinite(limit)
  const page = rest.slice(0, short ? shorten(limit, token.page) : limit)
  const done = short ? rest.length === 0 : page.length === rest.length
  const answer = { rows: page.map(({ row }) => row) }
  if (done) return answer
  const last = page.at(-1)?.key ?? after
  return { ...answer, next: writeToken({ list, page: token.page + 1, ...(last && { after: [...last] }) }) }
}

function shorten(limit: number, page: number): number {
  return page % 2 === 1 ? 0 : Math.max(1, Math.floor(limit / 2))
}

function readLimit(text: string | null, options: ResolvedOptions): number {
  if (text === null) return options.defaultPageSize
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1) throw new Refusal(400, `Invalid limit: '${text}'.`)
  if (limit > largestPage && options.oversizedLimit === 'refuse') {
    throw new Refusal(400, `Invalid limit: ${limit} is above ${largestPage}.`)
  }
  return Math.min(limit, largestPage)
}

function fingerprint(query: URLSearchParams): string {
  const rest = [...query].filter(([name]) => name !== 'continue').map(([name, value]) => `${name}=${value}`)
  return digest(rest.toSorted().join('\n')).slice(0, 16)
}

function readToken(text: string | null, list: string): ContinueToken {
  if (text === null) return { list, page: 0 }
  try {
    const token = tokenSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    if (token.list === list) return token
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw new Refusal(400, 'Invalid continue: it is no token of this list with these parameters.')
}

function writeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}
