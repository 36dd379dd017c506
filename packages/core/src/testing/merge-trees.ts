import { mergeTexts } from './merge-texts.ts'

/** The files of a commit, path to text. */
export type FileTree = Readonly<Record<string, string>>

/** The result of a three-way merge of files; a conflict has none. */
export type MergedTree = { readonly kind: 'merged'; readonly files: FileTree } | { readonly kind: 'conflict' }

/** Merges two file trees that come from the same base: whole files where one side kept them, else line by line. */
export function mergeTrees(base: FileTree, ours: FileTree, theirs: FileTree): MergedTree {
  const merged: Record<string, string> = {}
  for (const path of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [before, left, right] = [base[path], ours[path], theirs[path]]
    if (left === right || right === before) {
      if (left !== undefined) merged[path] = left
    } else if (left === before) {
      if (right !== undefined) merged[path] = right
    } else {
      if (before === undefined || left === undefined || right === undefined) return { kind: 'conflict' }
      const text = mergeTexts(before, left, right)
      if (text.kind === 'conflict') return text
      merged[path] = text.text
    }
  }
  return { kind: 'merged', files: merged }
}
