import type { MergeMethod } from '../../contract/proposal-sink.ts'
import type { Policy } from '../../decide/policy.ts'
import { titleOfGroup } from '../../report/format-proposal.ts'
import type { Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'

/**
 * Why people have to merge a proposal; undefined where the policy lets it merge itself. Of a unit that cannot be
 * read nobody knows, and what no edit brings about is for a person to look at.
 */
export function whyPeopleMerge(
  { unreadable }: Stock,
  { plan, edits }: Pick<SyncPart, 'plan' | 'edits'>,
): string | undefined {
  if (plan.needsPerson !== undefined) return plan.needsPerson
  const [unread] = unreadable
  if (unread !== undefined) return `${unread.unit} cannot be read`
  const [unresolved] = edits.unresolved
  return unresolved && `no edit of the files brings about all that ${unresolved.unit} needs`
}

/** Says of proposals that do not merge themselves why, where the policy and the settings let some do so. */
export function notePeopleMerge(
  stock: Stock,
  parts: readonly SyncPart[],
  {
    policy,
    autoMerge,
  }: { readonly policy?: Policy | undefined; readonly autoMerge?: MergeMethod | undefined },
): readonly string[] {
  const isWanted = autoMerge !== undefined && policy?.rules.some((rule) => rule.autoMerge === true) === true
  if (!isWanted) return []
  return parts.flatMap((part) => {
    const why = whyPeopleMerge(stock, part)
    const of = part.group === undefined ? '' : ` of ${titleOfGroup(part.group)}`
    return why === undefined ? [] : [`the pull request${of} does not merge itself: ${why}`]
  })
}
