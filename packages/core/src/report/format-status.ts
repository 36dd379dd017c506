import { showControls } from './show-controls.ts'
import type { EnvironmentState, StatusReport } from './status-report.ts'

// So many units are named; `-o json` has them all.
const named = 3

/** How an environment stands, in one line. */
export function formatStatus(status: StatusReport): string {
  const what =
    status.states.length === 0
      ? `in step (${status.unitCount} ${status.unitCount === 1 ? 'unit' : 'units'})`
      : status.states.map(describeState).join('; ')
  return showControls(`${status.environment}: ${what}`)
}

function describeState({ kind, units, since, by, detail }: EnvironmentState): string {
  const more = units.length > named ? ` and ${units.length - named} more` : ''
  const which = units.length === 0 ? '' : `: ${units.slice(0, named).join(', ')}${more}`
  const facts = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(by.length === 0 ? [] : [`by ${by.join(', ')}`]),
    ...(detail === undefined ? [] : [detail]),
  ]
  return `${kind.replace('-', ' ')}${which}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}
