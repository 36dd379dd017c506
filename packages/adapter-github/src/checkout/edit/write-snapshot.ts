import { posix } from 'node:path'
import {
  editText,
  formatUnit,
  isSecret,
  type JsonObject,
  parseUnit,
  type Unresolved,
  type WantedUnit,
} from '@tideway/core'
import type { FileChanges, FileTree } from '../tree/file-tree.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { changeState, readState } from './environment-state.ts'
import { findWithheld } from './find-withheld.ts'
import { listChanges } from './wanted-change.ts'

/** What a snapshot is made from. */
export interface SnapshotFacts {
  /** Where snapshots go: the environment's own folder. */
  readonly folder: string
  readonly environment: string
  readonly units: ReadonlyMap<string, RenderedUnit>
  readonly wanted: readonly WantedUnit[]
  readonly unresolved: readonly Unresolved[]
}

/**
 * The files of a snapshot: for every unit that does not converge, what it should be, without Secrets; and a list of
 * what does not converge. Equal content gives equal files, whenever they are written. Files of an earlier snapshot
 * that are not in this one go.
 */
export function writeSnapshot(
  tree: FileTree,
  facts: SnapshotFacts,
  sha256: (text: string) => string,
): FileChanges {
  const names = new Set(facts.unresolved.map(({ unit }) => unit))
  const texts = facts.wanted.flatMap((unit) => {
    const text = names.has(unit.unit) ? wantedText(unit, facts.units) : undefined
    return text === undefined ? [] : [[`${unit.unit}.yaml`, text] as const]
  })
  const files = new Map<string, string | undefined>()
  for (const path of tree.paths) if (posix.dirname(path) === facts.folder) files.set(path, undefined)
  if (names.size === 0) return files
  for (const [name, text] of texts) files.set(posix.join(facts.folder, name), text)
  const metadata = {
    environment: facts.environment,
    digests: Object.fromEntries(texts.map(([name, text]) => [name, sha256(text)])),
    notConverging: facts.unresolved.map(({ unit, resource = '', path = '', reason }) => ({
      unit,
      resource,
      path,
      reason,
    })),
  }
  files.set(posix.join(facts.folder, 'snapshot.json'), `${JSON.stringify(metadata, undefined, 2)}\n`)
  return files
}

function wantedText(unit: WantedUnit, units: ReadonlyMap<string, RenderedUnit>): string | undefined {
  if (unit.kind === 'delete') return undefined
  if (unit.kind === 'add') return withoutSecrets(unit.text)
  const present = units.get(unit.unit)
  if (present?.kind !== 'rendered') return undefined
  let state = readState(new Map([[unit.unit, present]]))
  const edits = listChanges([unit]).flatMap((change) => {
    const changed = changeState(state, change)
    if (change.kind !== 'field' || 'kind' in changed || findWithheld(change, state) !== undefined) return []
    state = changed
    return [change.edit]
  })
  const edited = editText(present.text, edits)
  if (edited.kind === 'edited') return withoutSecrets(edited.text)
  const goal = state.get(unit.unit)
  return goal?.kind === 'read' ? withoutSecrets(formatUnit([...goal.resources.values()])) : undefined
}

function withoutSecrets(text: string): string {
  const parsed = parseUnit(text)
  const resources = parsed.kind === 'parsed' ? parsed.resources : []
  const secrets = resources.filter(({ key }) => isSecret(key))
  const edited = editText(
    text,
    secrets.map(({ key }) => ({ resource: key, path: [], value: undefined })),
  )
  if (edited.kind === 'edited') return edited.text
  return formatUnit(resources.flatMap(({ key, value }): JsonObject[] => (isSecret(key) ? [] : [value])))
}
