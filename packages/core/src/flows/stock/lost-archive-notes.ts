import type { LostArchive } from './open-archive.ts'
import type { Stock } from './stock.ts'

/** What a report says where nothing is remembered of an environment. */
export function lostArchiveNotes(stock: Stock, environment: string): readonly string[] {
  if (stock.lost === undefined) return []
  return [
    `${explain(stock.lost)}: whatever differs has no base and counts as a conflict; pick with --force, a policy or a sync, ` +
      `or start afresh with \`tideway adopt --env ${environment}\``,
  ]
}

function explain(lost: LostArchive): string {
  switch (lost.kind) {
    case 'missing':
      return 'there is no archive'
    case 'forgotten':
      return 'the archive was started afresh'
    case 'rolled-back':
      return 'the archive was rolled back'
    case 'unknown-merge':
      return `pull request ${lost.proposal} was merged, and the archive does not know what it offered`
  }
}
