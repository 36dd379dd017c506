import type { UnitStock } from '../../archive/unit-stock.ts'
import type { Attribution, FieldChange } from '../../compare/field-change.ts'
import type { Call } from '../../contract/call.ts'
import type { Commit, Commits } from '../../contract/commits.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { getField } from '../../model/get-field.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'

// Past this many commits of one unit, who set what is not worth a rendering each.
const longestLook = 20

/**
 * Names the commit that set Git's value of each field that Git changed. A commit counts only where it is the last
 * one that changed the field and its value is the present one; everything else stays unknown.
 */
export async function nameCommits(
  { unit, changes, normalization }: Pick<UnitStock, 'unit' | 'changes' | 'normalization'>,
  commits: Commits,
  call: Call,
): Promise<readonly FieldChange[]> {
  const open = new Set(changes.filter(isOfGit))
  if (open.size === 0 || commits.changesOf === undefined) return changes
  const named = new Map<FieldChange, Attribution>()
  for await (const { commit, before, after } of commits.changesOf(unit, longestLook, call)) {
    const [old, fresh] = [before, after].map((text) =>
      readUnitTree(text, `${unit}@${commit.id}`, normalization),
    )
    if (old?.kind !== 'read' || fresh?.kind !== 'read') break
    for (const change of open) {
      const path = [change.resource, ...change.path]
      const value = getField(fresh.tree, path)
      if (deepEqual(getField(old.tree, path), value)) continue
      open.delete(change)
      if (deepEqual(value, change.left)) named.set(change, attributionOf(commit))
    }
    if (open.size === 0) break
  }
  return changes.map((change) => {
    const leftSetBy = named.get(change)
    return leftSetBy === undefined ? change : { ...change, leftSetBy }
  })
}

function isOfGit(change: FieldChange): boolean {
  return change.kind === 'conflict' || (change.kind === 'one-side' && change.side === 'left')
}

// How GitHub names the accounts of apps, the one mark of automation that a commit has.
function attributionOf({ id, subject, author, at }: Commit): Attribution {
  const kind = author.endsWith('[bot]') ? 'automation' : 'person'
  return { kind, name: author, at, by: id, description: subject }
}
