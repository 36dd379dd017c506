import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { FileEdit, SourceEditor, SourceEdits } from '../../contract/source-editor.ts'
import { cutSyncPlan, type SyncPlan } from '../../plan/plan-sync.ts'
import { requireMember } from '../flow-endpoints.ts'
import type { Stock } from '../stock/stock.ts'
import { findMembers } from './find-members.ts'
import { type JoinedUnits, joinUnits } from './join-units.ts'
import { nameGroup, type SyncGroup, type SyncGrouping } from './sync-groups.ts'

/** What one proposal of a sync is about. */
export interface SyncPart {
  /** Undefined: the environment. */
  readonly group: SyncGroup | undefined
  readonly plan: SyncPlan
  readonly edits: SourceEdits
  /** True where people closed a proposal of the same changes; its edits may be missing then. */
  readonly declined: boolean
  /** The units of several groups that could not be proposed apart. */
  readonly joined: readonly JoinedUnits[]
}

/** A sync's edits as a whole, and the parts that are proposed. */
export interface CutSync {
  readonly edits: SourceEdits
  readonly parts: readonly SyncPart[]
}

const noEdits: SourceEdits = { files: [], unresolved: [] }

/**
 * Cuts a plan into what is proposed together: all of it, or a part per group. A part's edits are made and proven by
 * themselves, on the same base, and are just its share of the edits as a whole: so each part alone renders what it
 * says, and so do all of them, in whatever order they are merged. Groups for which that does not hold become one.
 */
export async function cutSync(
  git: Endpoint,
  stock: Stock,
  plan: SyncPlan,
  grouping: SyncGrouping,
  call: Call,
): Promise<CutSync> {
  if (plan.wanted.length === 0) return { edits: noEdits, parts: [] }
  const isDeclined = ({ digest }: SyncPlan) => stock.state.declined.includes(digest)
  if (grouping.kind === 'environment') {
    const declined = isDeclined(plan)
    const edits = declined ? noEdits : await requireMember(git, 'editor').edit(plan.wanted, call)
    return { edits, parts: [{ group: undefined, plan, edits, declined, joined: [] }] }
  }
  const editor = requireMember(git, 'editor')
  const edits = await editor.edit(plan.wanted, call)
  const joined = joinUnits(plan, edits).filter(({ files }) => files.length > 0)
  const membersOf = await findMembers(git, stock, joined, grouping, call)
  let drafts = gather(joined.map((one) => ({ members: membersOf(one), joined: [one] })))
  for (;;) {
    const parts: SyncPart[] = []
    const unfit: Draft[] = []
    for (const draft of drafts) {
      const part = cutSyncPlan(plan, new Set(draft.joined.flatMap(({ units }) => units)), call.sha256)
      const declined = isDeclined(part)
      const own =
        drafts.length === 1
          ? shareOf(edits, draft)
          : await editOwn(editor, edits, draft, part, declined, call)
      if (own === undefined) unfit.push(draft)
      else {
        const mixed = draft.joined.filter(({ units }) => units.length > 1 && draft.members.length > 1)
        const group = nameGroup(grouping, draft.members, call.sha256)
        parts.push({ group, plan: part, edits: own, declined, joined: mixed })
      }
    }
    if (unfit.length === 0) return { edits, parts: parts.sort(byName) }
    const together = unfit.length === 1 ? drafts : unfit
    drafts = gather([...drafts.filter((draft) => !together.includes(draft)), join(together)])
  }
}

interface Draft {
  readonly members: readonly string[]
  readonly joined: readonly JoinedUnits[]
}

function join(drafts: readonly Draft[]): Draft {
  const all = drafts.flatMap(({ joined }) => joined)
  const units = all.flatMap((one) => one.units).sort()
  const members = [...new Set(drafts.flatMap((draft) => draft.members))].sort()
  return { members, joined: [{ units, files: all.flatMap(({ files }) => files) }] }
}

function gather(drafts: readonly Draft[]): readonly Draft[] {
  const byMembers = new Map<string, Draft>()
  for (const draft of drafts) {
    const key = JSON.stringify(draft.members)
    const known = byMembers.get(key)
    byMembers.set(key, known === undefined ? draft : { ...draft, joined: [...known.joined, ...draft.joined] })
  }
  return [...byMembers.values()]
}

function shareOf({ files, unresolved, ...edits }: SourceEdits, { joined }: Draft): SourceEdits {
  const units = new Set(joined.flatMap((one) => one.units))
  const own = new Set(joined.flatMap((one) => one.files))
  return {
    ...edits,
    files: files.filter((file) => own.has(file)),
    unresolved: unresolved.filter(({ unit }) => units.has(unit)),
  }
}

// Undefined where the draft alone would be edited in another way than together with the others.
async function editOwn(
  editor: SourceEditor,
  edits: SourceEdits,
  draft: Draft,
  part: SyncPlan,
  declined: boolean,
  call: Call,
): Promise<SourceEdits | undefined> {
  const share = shareOf(edits, draft)
  if (declined) return share
  const own = await editor.edit(part.wanted, call)
  return describe(own) === describe(share) ? own : undefined
}

function describe({ files, unresolved }: SourceEdits): string {
  return JSON.stringify([
    files.map(describeFile).sort(),
    unresolved.map(({ unit, resource = '', path = '' }) => [unit, resource, path].join(' ')).sort(),
  ])
}

function describeFile(file: FileEdit): string {
  return JSON.stringify([file.path, file.kind === 'write' ? file.text : null])
}

function byName(one: SyncPart, other: SyncPart): number {
  return (one.group?.name ?? '') < (other.group?.name ?? '') ? -1 : 1
}
