import { diffArrays } from 'diff'

/** The result of a three-way merge; a conflict has none. */
export type MergedText = { readonly kind: 'merged'; readonly text: string } | { readonly kind: 'conflict' }

interface Hunk {
  /** The replaced lines of the base, end excluded. */
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/**
 * Merges two texts that come from the same base, line by line. Like `git merge`, changes of the same or of
 * touching lines conflict unless they are the same.
 */
export function mergeTexts(base: string, ours: string, theirs: string): MergedText {
  const lines = splitLines(base)
  const hunks = [...findHunks(lines, splitLines(ours)), ...findHunks(lines, splitLines(theirs))]
  const ordered = hunks.sort((a, b) => a.start - b.start || a.end - b.end)
  const merged: string[] = []
  let position = 0
  let previous: Hunk | undefined
  for (const hunk of ordered) {
    if (previous !== undefined && isSame(previous, hunk)) continue
    if (previous !== undefined && hunk.start <= previous.end) return { kind: 'conflict' }
    merged.push(...lines.slice(position, hunk.start), ...hunk.lines)
    position = hunk.end
    previous = hunk
  }
  return { kind: 'merged', text: [...merged, ...lines.slice(position)].join('') }
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function findHunks(base: string[], changed: string[]): readonly Hunk[] {
  const hunks: Hunk[] = []
  let position = 0
  let open: Hunk | undefined
  for (const part of diffArrays(base, changed)) {
    if (!part.added && !part.removed) {
      if (open !== undefined) hunks.push(open)
      open = undefined
      position += part.value.length
      continue
    }
    open ??= { start: position, end: position, lines: [] }
    if (part.added) open = { ...open, lines: [...open.lines, ...part.value] }
    else {
      position += part.value.length
      open = { ...open, end: position }
    }
  }
  return open === undefined ? hunks : [...hunks, open]
}

function isSame(left: Hunk, right: Hunk): boolean {
  return left.start === right.start && left.end === right.end && left.lines.join('') === right.lines.join('')
}
