import type { FieldEdit } from '@tideway/core'
import { closed, rewritten, type Way } from '../edit/way.ts'
import type { EnvsubstSource } from '../render-options.ts'
import { readFile } from '../tree/file-tree.ts'
import { scalarText, type TemplateScalar } from './find-template-scalar.ts'
import { setEnvValue } from './set-env-value.ts'

/**
 * The way through a variable: where exactly one variable can give the wanted text, it takes the value that does.
 * Fields that want the same value of a variable share the way; the proof tells whether its other uses agree.
 */
export function findVariableWays(
  source: EnvsubstSource,
  scalar: TemplateScalar,
  edit: FieldEdit,
): readonly Way[] {
  const wanted = scalarText(edit.value, scalar.quote)
  if (wanted === undefined) return []
  const fitting = scalar.variables.flatMap(({ name, before, after }) => {
    const length = wanted.length - before.length - after.length
    const fits = length >= 0 && wanted.startsWith(before) && wanted.endsWith(after)
    return fits ? [{ name, value: wanted.slice(before.length, before.length + length) }] : []
  })
  const [only, second] = fitting
  if (only === undefined || second !== undefined) return []
  const { name, value } = only
  return [
    {
      group: `variable ${source.variables} ${name}=${value}`,
      rewrite: async (tree) => {
        const text = await readFile(tree, source.variables)
        const set = text === undefined ? undefined : setEnvValue(source.variables, text, name, value)
        return set === undefined ? closed(`${name} cannot hold the value`) : rewritten(source.variables, set)
      },
    },
  ]
}
