import type { FileEdit, SourceEditor, Unresolved, WantedUnit } from '../contract/source-editor.ts'
import { editText } from '../edit/edit-text.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { formatPath } from '../model/field-path.ts'
import { checkAborted } from './check-aborted.ts'
import type { FileTree } from './merge-trees.ts'
import { unitPath } from './tree-source.ts'

/** Edits the files `<environment>/<unit>.yaml` of a tree; an edit that is refused is unresolved, the others are made. */
export function createTreeEditor(
  name: string,
  environment: string,
  tree: FileTree,
  ownersOf: (path: string) => readonly string[] = () => [],
): SourceEditor {
  return {
    async edit(wanted, call) {
      checkAborted(call, name)
      const unresolved: Unresolved[] = []
      const files = wanted.flatMap((unit): readonly FileEdit[] => {
        const path = unitPath(environment, unit.unit)
        const before = tree[path]
        const after = textAfter(unit, before, unresolved)
        if (after === before) return []
        return [after === undefined ? { kind: 'delete', path } : { kind: 'write', path, text: after }]
      })
      const pathOf = ({ unit }: WantedUnit) => unitPath(environment, unit)
      const carried = Object.fromEntries(wanted.map((unit) => [pathOf(unit), [unit.unit]]))
      return { files, unresolved, carried }
    },
    async owners(paths, call) {
      checkAborted(call, name)
      return new Map(paths.flatMap((path) => (ownersOf(path).length === 0 ? [] : [[path, ownersOf(path)]])))
    },
    async read(paths, call) {
      checkAborted(call, name)
      return new Map(paths.flatMap((path) => (tree[path] === undefined ? [] : [[path, tree[path]]])))
    },
  }
}

function textAfter(
  wanted: WantedUnit,
  before: string | undefined,
  unresolved: Unresolved[],
): string | undefined {
  if (wanted.kind === 'delete') return undefined
  if (wanted.kind === 'add') return wanted.text
  if (before === undefined) {
    unresolved.push({ unit: wanted.unit, reason: 'there is no file of this unit' })
    return undefined
  }
  const all = editText(before, wanted.edits)
  return all.kind === 'edited' ? all.text : editOneByOne(wanted.unit, before, wanted.edits, unresolved)
}

function editOneByOne(
  unit: string,
  before: string,
  edits: readonly FieldEdit[],
  unresolved: Unresolved[],
): string {
  let text = before
  for (const edit of edits) {
    const edited = editText(text, [edit])
    if (edited.kind === 'edited') text = edited.text
    else {
      const { resource, path } = edit
      unresolved.push({ unit, resource, path: formatPath(path), reason: edited.error.message })
    }
  }
  return text
}
