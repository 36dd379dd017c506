import type { Catalogue, Row } from './catalogue.ts'
import { type Page, pageRows } from './page-rows.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { createRowOrder } from './row-order.ts'
import { selectFields } from './select-fields.ts'
import { matchWhere } from './where/match-where.ts'
import { parseWhere } from './where/parse-where.ts'

/** The query parameters that a list understands; those of pages only on current servers. */
export const listParameters: readonly string[] = ['where', 'select', 'order_by', 'limit', 'continue']

/** The parameters of lists that older servers lack. */
export const pageParameters: readonly string[] = ['order_by', 'limit', 'continue']

/** A page, and the answer of the server to the request for it. */
export interface ListAnswer {
  readonly page: Page
  readonly response: Response
}

/** Answers a list: the rows that `where` matches, in order, one page of them, each in its envelope. */
export function listRows(
  catalogue: Catalogue,
  rows: readonly Row[],
  query: URLSearchParams,
  options: ResolvedOptions,
): ListAnswer {
  const matches = matchWhere(catalogue, parseWhere(query.get('where') ?? ''))
  const select = selectFields(catalogue, query.get('select') ?? '')
  const order = createRowOrder(catalogue, query.get('order_by') ?? '')
  const page = pageRows(rows.filter(matches), order, query, options)
  const response = Response.json(page.rows.map(({ entity }) => ({ [catalogue.entity]: select(entity) })))
  if (page.next) response.headers.set('ConfigHub-Continue', page.next)
  return { page, response }
}
