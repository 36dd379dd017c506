import {
  createMergePatch,
  formatFieldTable,
  formatPath,
  formatUnifiedDiff,
  type Json,
  type ThreeWayComparison,
} from '@tideway/core'
import type { CommandResult } from '../command/command-result.ts'
import type { ComparedInputs } from './compare-inputs.ts'

/** Forms in which differences can be shown besides the decisions on them. */
export const shownForms = ['table', 'diff', 'patch'] as const

/** One of {@link shownForms}. */
export type ShownForm = (typeof shownForms)[number]

/** Where the texts come from, for the head of a diff. */
export type NameText = (unit: string, side: 'left' | 'right') => string

/** Shows a comparison in other forms than decisions, behind the verdict of its result. */
export function showComparison(
  compared: ComparedInputs,
  forms: readonly ShownForm[],
  result: CommandResult,
  nameOf: NameText,
): CommandResult {
  if (forms.length === 0) return result
  const table = forms.includes('table') ? formatFieldTable(compared.report) : ''
  const diff = forms.includes('diff') ? formatDiffs(compared.comparison, nameOf) : ''
  const patches = forms.includes('patch') ? makePatches(compared.comparison) : undefined
  const patchText = (patches ?? []).map((item) => `${describePatch(item)}\n`).join('')
  const parts = [table, diff, patchText].filter((part) => part !== '')
  const [verdict = ''] = result.text.split('\n', 1)
  const [heading = ''] = result.markdown.split('\n', 1)
  const fence = (text: string, language: string) => (text === '' ? [] : ['', fenced(text, language)])
  return {
    ...result,
    json: {
      ...compared.report,
      ...(forms.includes('diff') ? { diff } : {}),
      ...(patches ? { patches } : {}),
    },
    text: `${[`${verdict}\n`, ...parts].join('\n')}`,
    markdown: `${[
      ...(forms.includes('table') ? [result.markdown.trimEnd()] : [heading]),
      ...fence(diff, 'diff'),
      ...fence(patchText, 'text'),
    ].join('\n')}\n`,
  }
}

function formatDiffs({ units }: ThreeWayComparison, nameOf: NameText): string {
  return units
    .map((unit) => {
      if (unit.kind !== 'compared') return ''
      const texts = { left: unit.left.text, right: unit.right.text }
      return formatUnifiedDiff(texts, {
        names: { left: nameOf(unit.unit, 'left'), right: nameOf(unit.unit, 'right') },
      })
    })
    .join('')
}

/** The RFC 7396 patch that makes the right side's resource the left side's, or why there is none. */
type ResourcePatch = { readonly unit: string; readonly resource: string } & (
  | { readonly patch: Json }
  | { readonly impossible: string; readonly path: string }
)

function makePatches({ units }: ThreeWayComparison): readonly ResourcePatch[] {
  return units.flatMap((unit) => {
    if (unit.kind !== 'compared') return []
    const resources = new Set(unit.changes.map((change) => change.resource))
    return [...resources].flatMap((resource): readonly ResourcePatch[] => {
      const place = { unit: unit.unit, resource }
      if (resource.startsWith('Secret/'))
        return [{ ...place, impossible: 'the values of Secrets are not shown', path: '' }]
      const made = createMergePatch(unit.right.tree[resource], unit.left.tree[resource])
      if (made.kind === 'patch') return isEmpty(made.patch) ? [] : [{ ...place, patch: made.patch }]
      return [{ ...place, impossible: made.reason, path: formatPath(made.path) }]
    })
  })
}

function isEmpty(patch: Json): boolean {
  return typeof patch === 'object' && patch !== null && Object.keys(patch).length === 0
}

function describePatch(item: ResourcePatch): string {
  const place = `${item.unit} ${item.resource}`
  if ('patch' in item)
    return `${place} ${JSON.stringify(item.patch, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`
  return `${place} has no merge patch: ${item.path === '' ? '' : `${item.path}: `}${item.impossible}`
}

// A fence longer than any in the text, so that the text cannot end it.
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}${fence}`
}
