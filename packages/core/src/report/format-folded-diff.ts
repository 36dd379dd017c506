import { structuredPatch } from 'diff'
import { escapeHtml, escapeMarkdown } from './format-markdown-text.ts'

/** One unit before and after; texts are absent where they hold what must not be shown. */
export interface UnitTexts {
  readonly unit: string
  readonly before?: string | undefined
  readonly after?: string | undefined
}

// Finding the smallest difference takes time that grows with its square.
const mostEdits = 1000

/** A unit's unified difference as Markdown that is folded until somebody opens it. */
export function formatFoldedDiff({ unit, before, after }: UnitTexts): string {
  const name = escapeMarkdown(unit)
  if (before === undefined || after === undefined) return `- ${name}: not shown, it holds a Secret`
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, maxEditLength: mostEdits })
  if (patch === undefined) return `- ${name}: too different to be shown`
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ])
  const added = lines.filter((line) => line.startsWith('+')).length
  const removed = lines.filter((line) => line.startsWith('-')).length
  // A fence has to be longer than any in the text (CommonMark, 4.5).
  const longest = Math.max(2, ...(lines.join('\n').match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [
    `<details><summary>${escapeHtml(unit)} (+${added} −${removed})</summary>`,
    '',
    `${fence}diff`,
    ...lines.map((line) => line.replaceAll('\r', '')),
    fence,
    '',
    '</details>',
  ].join('\n')
}
