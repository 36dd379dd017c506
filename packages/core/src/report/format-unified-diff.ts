import { formatPatch, structuredPatch } from 'diff'
import { maskSecrets, type ShownTexts } from './mask-secrets.ts'

/** What is shown as a unified diff. */
export interface DiffOptions {
  /** The names of both texts, as they stand behind `---` and `+++`. */
  readonly names: ShownTexts
  /** How many unchanged lines are shown around a change. Default: 3. */
  readonly context?: number | undefined
}

/**
 * The difference of two texts of one unit as a unified diff, from left to right, that `git apply` and `patch` take;
 * empty where they are equal. Values of Secrets are not in it (and such a diff is not to be applied).
 */
export function formatUnifiedDiff(texts: ShownTexts, options: DiffOptions): string {
  if (texts.left === texts.right) return ''
  const { names, context = 3 } = options
  const shown = maskSecrets(texts)
  if (shown === undefined) {
    return `--- ${names.left}\n+++ ${names.right}\n# holds Secrets whose values cannot be left out safely: not shown\n`
  }
  const patch = structuredPatch(names.left, names.right, shown.left, shown.right, undefined, undefined, {
    context,
  })
  return formatPatch(patch).replace(/^=+\n/, '')
}
