import type { ReportedProposal } from './flow-report.ts'

/** One line on a pull request of a sync; `quote` makes names fit for where the line stands. */
export function formatProposal(
  { kind, url, group, units, autoMerge }: ReportedProposal,
  quote: (name: string) => string = (name) => name,
): string {
  const what = [autoMerge === 'merged' ? 'merged' : kind, url ?? ''].join(' ').trim()
  if (group === undefined) return what
  return `${what}, of ${quote(titleOfGroup(group))}${units.length === 0 ? '' : `: ${units.map(quote).join(', ')}`}`
}

/** A group of a sync for people: its owners or values, or that there are none. */
export function titleOfGroup({ name, members }: NonNullable<ReportedProposal['group']>): string {
  return members.length === 0 ? name : members.join(', ')
}
