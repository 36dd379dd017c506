import type { TidewayError } from '@tideway/core'
import { renderFailed } from '../render-failed.ts'

/** A variable in a template, and where its value stands in the text. */
export interface Hole {
  readonly name: string
  /** Offsets in the template. */
  readonly from: number
  readonly to: number
  /** Offsets in the rendered text. */
  readonly start: number
  readonly end: number
}

/** A template with its variables filled in, or why that cannot be. */
export type Substitution =
  | { readonly kind: 'rendered'; readonly text: string; readonly holes: readonly Hole[] }
  | { readonly kind: 'failed'; readonly error: TidewayError }

const variable = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g

/**
 * Fills a template as `envsubst` does when it is given the names of a variables file: `${NAME}` and `$NAME` become
 * the value as text, once. A `${NAME}` that the file lacks is an error that names the line; a `$NAME` that it lacks
 * is ordinary text, since shells and schemas write it too.
 */
export function substitute(
  path: string,
  template: string,
  variables: ReadonlyMap<string, string>,
  variablesPath: string,
): Substitution {
  const holes: Hole[] = []
  let text = ''
  let from = 0
  for (const match of template.matchAll(variable)) {
    const name = match[1] ?? match[2] ?? ''
    const value = variables.get(name)
    if (value === undefined) {
      if (match[1] === undefined) continue
      const line = template.slice(0, match.index).split('\n').length
      const what = `the variable ${name} is not in ${variablesPath}`
      return { kind: 'failed', error: renderFailed({ path, line }, what, `add ${name}= to ${variablesPath}`) }
    }
    text += template.slice(from, match.index)
    from = match.index + match[0].length
    holes.push({ name, from: match.index, to: from, start: text.length, end: text.length + value.length })
    text += value
  }
  return { kind: 'rendered', text: text + template.slice(from), holes }
}

/** The names that a template refers to, known or not. */
export function listVariables(template: string): ReadonlySet<string> {
  return new Set([...template.matchAll(variable)].map((match) => match[1] ?? match[2] ?? ''))
}
