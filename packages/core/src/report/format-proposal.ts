import type { ReportedProposal } from './flow-report.ts'

/** One line on a pull request of a sync; `quote` makes names fit for where the line stands. */
export function formatProposal(
  { kind, url, group, units }: ReportedProposal,
  quote: (name: string) => string = (name) => name,
): string {
  const what = [kind, url ?? ''].join(' ').trim()
  if (group === undefined) return what
  const title = group.members.length === 0 ? group.name : group.members.join(', ')
  return `${what}, of ${quote(title)}${units.length === 0 ? '' : `: ${units.map(quote).join(', ')}`}`
}
