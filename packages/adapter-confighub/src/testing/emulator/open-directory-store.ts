import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { digest } from './digest.ts'
import type { ChangeSetRecord, RevisionRecord, SpaceRecord, UnitEventRecord, UnitRecord } from './state.ts'
import { createMemoryStore, type Store } from './store.ts'

const texts = z.record(z.string(), z.string())

const spaceFile: z.ZodType<SpaceRecord> = z.object({
  SpaceID: z.string(),
  Slug: z.string(),
  DisplayName: z.string(),
  Labels: texts,
  Annotations: texts,
  Version: z.number(),
  CreatedAt: z.string(),
  UpdatedAt: z.string(),
  releases: z.number().default(0),
})

const eventFile: z.ZodType<UnitEventRecord> = z.object({
  UnitEventID: z.string(),
  UnitEventNum: z.number(),
  Action: z.literal('Apply'),
  RevisionNum: z.number(),
  Status: z.enum(['Pending', 'Completed', 'Failed']),
  Result: z.enum(['None', 'ApplyCompleted', 'ApplyFailed']),
  Message: z.string(),
  CreatedAt: z.string(),
})

const revisionFile: z.ZodType<Omit<RevisionRecord, 'text'>> = z.object({
  RevisionID: z.string(),
  RevisionNum: z.number(),
  Description: z.string(),
  Source: z.string(),
  UserID: z.string(),
  UserAgent: z.string(),
  CreatedAt: z.string(),
  DataHash: z.string(),
  DataSize: z.number(),
})

const unitFile: z.ZodType<Omit<UnitRecord, 'revisions'> & { revisions: Omit<RevisionRecord, 'text'>[] }> =
  z.object({
    UnitID: z.string(),
    SpaceID: z.string(),
    Slug: z.string(),
    DisplayName: z.string(),
    ToolchainType: z.string(),
    Labels: texts,
    Annotations: texts,
    DeleteGates: z.record(z.string(), z.boolean()),
    LastChangeDescription: z.string(),
    LastReleasedRevisionNum: z.number(),
    // Those below are younger than the first directories that people have.
    LastAppliedRevisionNum: z.number().default(0),
    LiveRevisionNum: z.number().default(0),
    TargetID: z.string().optional(),
    events: z.array(eventFile).default([]),
    Version: z.number(),
    CreatedAt: z.string(),
    UpdatedAt: z.string(),
    ChangeSetID: z.string().optional(),
    awaitingReads: z.number(),
    revisions: z.array(revisionFile),
  })

const changeSetFile: z.ZodType<ChangeSetRecord> = z.object({
  ChangeSetID: z.string(),
  SpaceID: z.string(),
  Slug: z.string(),
  Description: z.string(),
  CreatedAt: z.string(),
})

const idsFile = z.object({ lastId: z.number() })

/**
 * Opens a store in a directory, which is created where it is missing: `ids.json`, `spaces/<id>.json`,
 * `units/<id>.json` (metadata and history), `change-sets/<id>.json` and `texts/<sha256>` (each text once, never changed).
 *
 * Every file is written beside its place and then renamed, so a stopped process leaves no half file. One
 * process may use a directory at a time. Throws where a file cannot be read, or is not what it was written as.
 */
export function openDirectoryStore(directory: string): Store {
  const folder = (name: string) => join(directory, name)
  for (const name of ['spaces', 'units', 'change-sets', 'texts']) mkdirSync(folder(name), { recursive: true })

  const readJson = <T>(path: string, schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (!parsed.success)
      throw new Error(`${path} is no file of a ConfigHub emulator: ${parsed.error.message}`)
    return parsed.data
  }
  const readAll = <T>(name: string, schema: z.ZodType<T>): T[] =>
    readdirSync(folder(name))
      .filter((file) => file.endsWith('.json'))
      .map((file) => readJson(join(folder(name), file), schema))
  const readText = (hash: string): string => {
    const text = readFileSync(join(folder('texts'), hash), 'utf8')
    if (digest(text) !== hash) throw new Error(`${join(folder('texts'), hash)} was changed: its hash differs`)
    return text
  }
  const writeWhole = (path: string, text: string) => {
    writeFileSync(`${path}.tmp`, text)
    renameSync(`${path}.tmp`, path)
  }
  const writeText = ({ DataHash, text }: RevisionRecord) => {
    const path = join(folder('texts'), DataHash)
    if (!existsSync(path)) writeWhole(path, text)
  }

  const idsPath = folder('ids.json')
  const memory = createMemoryStore({
    spaces: readAll('spaces', spaceFile),
    units: readAll('units', unitFile).map((unit) => ({
      ...unit,
      revisions: unit.revisions.map((revision) => ({ ...revision, text: readText(revision.DataHash) })),
    })),
    changeSets: readAll('change-sets', changeSetFile),
    lastId: existsSync(idsPath) ? readJson(idsPath, idsFile).lastId : 0,
  })
  const save = (kind: 'spaces' | 'units' | 'change-sets', id: string, record: object) => {
    // The count of ids goes first: a crash in between then wastes an id, and never gives one out twice.
    writeWhole(idsPath, JSON.stringify({ lastId: memory.lastId() }))
    writeWhole(join(folder(kind), `${id}.json`), `${JSON.stringify(record, undefined, 2)}\n`)
  }
  return {
    ...memory,
    putSpace(space) {
      save('spaces', space.SpaceID, space)
      memory.putSpace(space)
    },
    putUnit(unit) {
      unit.revisions.forEach(writeText)
      const revisions = unit.revisions.map(({ text: _text, ...revision }) => revision)
      save('units', unit.UnitID, { ...unit, revisions })
      memory.putUnit(unit)
    },
    putChangeSet(changeSet) {
      save('change-sets', changeSet.ChangeSetID, changeSet)
      memory.putChangeSet(changeSet)
    },
    removeUnit(unitId) {
      rmSync(join(folder('units'), `${unitId}.json`), { force: true })
      memory.removeUnit(unitId)
    },
  }
}
