import type { Answer } from '../answer.ts'
import type { Call } from './route.ts'

const positive = (text: string | null, fallback: number) => {
  const value = Number.parseInt(text ?? '', 10)
  return value > 0 ? value : fallback
}

/** The part of a list that `page` and `per_page` (30, at most 100) ask for. */
export const takePage = <T>(call: Call, items: readonly T[]): readonly T[] => {
  const size = Math.min(positive(call.query.get('per_page'), 30), 100)
  const page = positive(call.query.get('page'), 1)
  return items.slice((page - 1) * size, page * size)
}

/** The `Link` header for a list of so many items: first, prev, next and last, each only where it leads elsewhere. */
export const linkPages = (call: Call, total: number): Readonly<Record<string, string>> => {
  const size = Math.min(positive(call.query.get('per_page'), 30), 100)
  const page = positive(call.query.get('page'), 1)
  const last = Math.max(1, Math.ceil(total / size))
  const link = (relation: string, target: number) => {
    const url = new URL(call.url)
    url.searchParams.set('page', String(target))
    return `<${url.href}>; rel="${relation}"`
  }
  const links = [
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ]
  return links.length === 0 ? {} : { link: links.join(', ') }
}

/** Answers one page of a list, each item rendered only if it is on that page. */
export const answerPage = async <T>(
  call: Call,
  items: readonly T[],
  render: (item: T) => unknown,
): Promise<Answer> => ({
  status: 200,
  body: await Promise.all(takePage(call, items).map(render)),
  headers: linkPages(call, items.length),
})
