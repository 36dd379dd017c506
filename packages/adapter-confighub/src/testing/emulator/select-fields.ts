import type { Catalogue } from './catalogue.ts'
import { Refusal } from './refusal.ts'

/**
 * Keeps the fields that `select` names, and the ids and slug, which are always there. An empty select keeps all.
 *
 * Throws a 400 refusal for an unknown field, `Data` and `MutationSources` among them: no entity has those.
 */
export function selectFields(
  catalogue: Catalogue,
  select: string,
): (entity: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  if (select === '') return (entity) => ({ ...entity })
  const named = select.split(',').map((name) => name.trim())
  const unknown = named.find((name) => !Object.hasOwn(catalogue.fields, name) || name.includes('.'))
  if (unknown !== undefined) {
    throw new Refusal(400, `Invalid select: ${catalogue.entity} has no attribute '${unknown}'.`)
  }
  const wanted = new Set([...catalogue.kept, ...named])
  return (entity) => Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.has(name)))
}
