import { secretKeys } from '../../archive/withhold-secrets.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { MergeMethod, Proposal } from '../../contract/proposal-sink.ts'
import type { SourceEdits } from '../../contract/source-editor.ts'
import { editText } from '../../edit/edit-text.ts'
import { formatPath } from '../../model/field-path.ts'
import type { SyncUnit } from '../../plan/plan-sync.ts'
import type { UnitTexts } from '../../report/format-folded-diff.ts'
import { titleOfGroup } from '../../report/format-proposal.ts'
import { writeProposalText } from '../../report/proposal-text.ts'
import { reportUnit } from '../../report/report-unit.ts'
import { syncCheck } from '../offers/sync-check.ts'
import { gitAndConfigHub, type Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'
import type { JoinedUnits } from './join-units.ts'
import { whyPeopleMerge } from './why-people-merge.ts'

/** What a proposal needs to know of a sync's options. */
export interface ProposalOptions {
  readonly environment: string
  readonly space?: string | undefined
  readonly takeOver?: boolean | undefined
  readonly autoMerge?: MergeMethod | undefined
  readonly reviewers: readonly string[]
}

const labels = ['sync', 'confighub', 'automated']

/** What a part of a sync wants to be proposed. */
export function composeProposal(
  stock: Stock,
  part: SyncPart,
  confighub: Endpoint,
  options: ProposalOptions,
): Proposal {
  const { plan, edits, group, joined } = part
  const space = options.space ?? confighub.name.slice(confighub.name.indexOf(':') + 1)
  const revisions = Object.fromEntries(
    plan.wanted.flatMap(({ unit }) => {
      const revision = stock.heads.get(unit)?.revision
      return revision === undefined ? [] : [[unit, revision]]
    }),
  )
  const autoMerge = whyPeopleMerge(stock, part) === undefined ? options.autoMerge : undefined
  const text = writeProposalText({
    environment: options.environment,
    space,
    units: plan.units.map((unit) => reportUnit(unit, gitAndConfigHub)),
    texts: plan.units.flatMap((unit) => describeTexts(unit, edits)),
    revisions,
    unresolved: edits.unresolved,
    proven: edits.proven,
    digest: plan.digest,
    group: group && { title: titleOfGroup(group), joined: joined.map(describeJoined) },
    mergesItself: autoMerge !== undefined,
  })
  return {
    ...text,
    labels,
    base: stock.commit.id,
    files: edits.files,
    digest: plan.digest,
    takeOver: options.takeOver,
    ...(options.reviewers.length === 0 ? {} : { reviewers: options.reviewers }),
    ...(autoMerge === undefined ? {} : { autoMerge }),
    check: syncCheck(options.environment, group?.name, 'success', 'offers what ConfigHub holds now'),
  }
}

function describeJoined({ units, files }: JoinedUnits) {
  return { units, files: files.map(({ path }) => path) }
}

// A unit with a Secret in it is not shown at all: its values would be between those that changed. What no edit brings
// about is not shown either: Git will not render it.
function describeTexts({ stock, wanted }: SyncUnit, { unresolved }: SourceEdits): readonly UnitTexts[] {
  if (wanted === undefined) return []
  const { unit, gitText, gitTree, headTree } = stock
  if (secretKeys(gitTree).length > 0 || secretKeys(headTree).length > 0) return [{ unit }]
  const wantedText = wanted.kind === 'add' ? wanted.text : ''
  const open = unresolved.filter((item) => item.unit === unit)
  if (wanted.kind !== 'update' && open.length > 0) return []
  const edits = wanted.kind === 'update' ? wanted.edits : []
  const made = edits.filter(
    ({ resource, path }) =>
      !open.some((item) => item.resource === resource && item.path === formatPath(path)),
  )
  if (wanted.kind === 'update' && made.length === 0) return []
  const edited = wanted.kind === 'update' ? editText(gitText, made) : undefined
  const after = edited?.kind === 'edited' ? edited.text : wantedText
  return edited?.kind === 'refused' ? [] : [{ unit, before: gitText, after }]
}
