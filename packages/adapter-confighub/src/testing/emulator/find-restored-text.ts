import { isUuid } from './is-uuid.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import type { UnitRecord } from './state.ts'

/**
 * Finds the text that a `restore` parameter names: `42`, `HeadRevisionNum`, `LastReleasedRevisionNum` or
 * `Revision:<uuid>`, each also behind `Before:`, which means the revision before it.
 *
 * Throws a 404 refusal for a revision that the unit has not, a 400 for what is no reference (a slug, a negative
 * number: clients resolve those), and a 501 for tags, change sets and change orders.
 */
export function findRestoredText(unit: UnitRecord, reference: string): string {
  const before = reference.startsWith('Before:')
  const number = resolveNumber(unit, before ? reference.slice('Before:'.length) : reference)
  const wanted = before ? number - 1 : number
  const revision = unit.revisions.find(({ RevisionNum }) => RevisionNum === wanted)
  if (!revision) throw new Refusal(404, `Unit ${unit.Slug} has no revision for restore=${reference}.`)
  return revision.text
}

function resolveNumber(unit: UnitRecord, name: string): number {
  if (/^\d+$/.test(name)) return Number(name)
  if (name === 'HeadRevisionNum') return unit.revisions.length
  if (name === 'LastReleasedRevisionNum') return unit.LastReleasedRevisionNum
  if (/^(Tag|ChangeSet|ChangeOrder):/.test(name)) throw notModelled(`restore=${name}`)
  const id = /^Revision:(.*)$/.exec(name)?.[1] ?? ''
  if (!isUuid(id)) throw new Refusal(400, `Invalid restore: '${name}'.`)
  return unit.revisions.find(({ RevisionID }) => RevisionID === id.toLowerCase())?.RevisionNum ?? 0
}
