import type { ReportedProposal } from '../../report/flow-report.ts'
import type { SyncPart } from './cut-sync.ts'
import type { TakenStep } from './keep-proposals.ts'

/** What a report says of the proposals of a sync; where nothing was open and nothing is wanted it says nothing. */
export function reportProposals(
  result:
    | { readonly kind: 'dry-run'; readonly parts: readonly SyncPart[] }
    | { readonly kind: 'kept'; readonly steps: readonly TakenStep[] },
): readonly ReportedProposal[] {
  if (result.kind === 'kept') return result.steps.flatMap(reportStep)
  return result.parts
    .filter(({ declined, edits }) => declined || edits.files.length > 0)
    .map((part) => ({ kind: part.declined ? 'declined' : 'planned', ...describePart(part) }))
}

function reportStep({ step, outcome }: TakenStep): readonly ReportedProposal[] {
  const part = step.part === undefined ? { ...named(step.group), units: [] } : describePart(step.part)
  if (outcome !== undefined && outcome.kind !== 'none') {
    const { kind, id, url } = outcome
    const autoMerge = 'autoMerge' in outcome ? outcome.autoMerge : undefined
    return [{ kind, id, url, ...part, ...(autoMerge === undefined ? {} : { autoMerge }) }]
  }
  if (step.part?.declined === true) return [{ kind: 'declined', ...part }]
  return step.part === undefined || outcome !== undefined ? [] : [{ kind: 'waiting', ...part }]
}

function describePart({ group, plan }: SyncPart): Pick<ReportedProposal, 'group' | 'units'> {
  const units = plan.wanted.map(({ unit }) => unit)
  return group === undefined ? { units } : { group: { name: group.name, members: group.members }, units }
}

function named(group: string | undefined): Pick<ReportedProposal, 'group'> {
  return group === undefined ? {} : { group: { name: group, members: [] } }
}
