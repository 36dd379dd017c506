import type { Stock } from './stock.ts'

/** What a report says where nothing is remembered of an environment. */
export function lostArchiveNotes(stock: Stock, environment: string): readonly string[] {
  if (stock.lost === undefined) return []
  const why = stock.lost === 'missing' ? 'there is no archive' : 'the archive was rolled back'
  return [
    `${why}: whatever differs has no base and counts as a conflict; pick with --force, a policy or a sync, ` +
      `or start afresh with \`tideway adopt --env ${environment}\``,
  ]
}
