import { z } from 'zod'
import type { StoredArchive } from '../contract/archive-store.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { type ArchivedUnit, type ArchiveState, unknownUnit } from './archive-state.ts'

const pointers = z.array(z.string())
const openChange = z.object({
  path: z.string(),
  kind: z.enum(['publish', 'capture', 'person', 'automation', 'unknown']),
  id: z.string().optional(),
  name: z.string().optional(),
  at: z.string().optional(),
  description: z.string().optional(),
  after: z.string().optional(),
  by: z.string().optional(),
})
const unit = z.object({
  unknown: pointers,
  open: z.array(openChange),
  absence: z.object({ side: z.enum(['left', 'right']), state: z.enum(['missing', 'returned']) }).optional(),
  revision: z.string().optional(),
})
const offer = z.object({
  digest: z.string(),
  proposal: z.string().optional(),
  group: z.string().optional(),
  units: z.array(z.object({ unit: z.string(), revision: z.string().optional(), paths: pointers })),
})
const intent = z.object({
  runId: z.string(),
  commit: z.string(),
  units: z.array(
    z.object({
      unit: z.string(),
      digest: z.string(),
      expected: z.string(),
      unknown: pointers,
      paths: pointers,
    }),
  ),
})
const document = z.object({
  version: z.literal(1),
  serial: z.number().int().nonnegative(),
  commit: z.string().optional(),
  units: z.record(z.string(), unit),
  offers: z.array(offer),
  declined: z.array(z.string()),
  intent: intent.optional(),
})

/**
 * Writes an archive as small texts: `archive.json`, and beside it `base/<unit>.yaml`, `offered/<digest>/<unit>.yaml` and
 * `intent/<unit>.yaml`, so that its history can be read file by file.
 */
export function formatArchive(state: ArchiveState): Readonly<Record<string, string>> {
  const files: Record<string, string> = {}
  const keep = (name: string, text: string) => {
    if (text !== '') files[name] = text
  }
  for (const [name, { base }] of Object.entries(state.units)) keep(`base/${name}.yaml`, base.text)
  for (const { digest, units } of state.offers) {
    for (const { unit, text } of units) keep(offeredFile(digest, unit), text)
  }
  for (const { unit, base } of state.intent?.units ?? []) keep(`intent/${unit}.yaml`, base.text)
  files['archive.json'] = `${JSON.stringify(describe(state), null, 2)}\n`
  return files
}

// Every key is named here, in one order, so that equal archives are equal texts.
function describe(state: ArchiveState): z.input<typeof document> {
  const names = Object.keys(state.units).sort()
  return {
    version: 1,
    serial: state.serial,
    commit: state.commit,
    units: Object.fromEntries(names.map((name) => [name, describeUnit(state.units[name] ?? unknownUnit)])),
    offers: state.offers.map(({ digest, proposal, group, units }) => ({
      digest,
      proposal,
      group,
      units: units.map(({ unit, revision, paths }) => ({ unit, revision, paths: [...paths] })),
    })),
    declined: [...state.declined],
    intent: state.intent && {
      runId: state.intent.runId,
      commit: state.intent.commit,
      units: state.intent.units.map(({ unit, digest, expected, base, paths }) => ({
        unit,
        digest,
        expected,
        unknown: [...base.unknown],
        paths: [...paths],
      })),
    },
  }
}

function describeUnit(entry: ArchivedUnit): z.input<typeof unit> {
  return {
    revision: entry.revision,
    unknown: [...entry.base.unknown],
    absence: entry.absence && { side: entry.absence.side, state: entry.absence.state },
    open: entry.open.map(({ path, kind, id, name, at, by, description, after }) => {
      return { path, kind, id, name, at, by, description, after }
    }),
  }
}

/** Reads what {@link formatArchive} writes. Throws `TIDEWAY_ARCHIVE_UNREADABLE` for anything else. */
export function readArchive(stored: StoredArchive): ArchiveState {
  const parsed = document.safeParse(readJson(stored.files['archive.json']))
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error))
  const { version: _, units, offers, intent: planned, ...rest } = parsed.data
  const text = (name: string) => stored.files[name] ?? ''
  return {
    ...rest,
    units: Object.fromEntries(
      Object.entries(units).map(([name, { unknown, ...entry }]) => [
        name,
        { ...entry, base: { text: text(`base/${name}.yaml`), unknown } },
      ]),
    ),
    offers: offers.map((item) => ({
      ...item,
      units: item.units.map((offered) => ({
        ...offered,
        text: text(offeredFile(item.digest, offered.unit)),
      })),
    })),
    intent:
      planned === undefined
        ? undefined
        : {
            ...planned,
            units: planned.units.map(({ unknown, ...item }) => ({
              ...item,
              base: { text: text(`intent/${item.unit}.yaml`), unknown },
            })),
          },
  }
}

function offeredFile(digest: string, unit: string): string {
  return `offered/${digest.slice(0, 12)}/${unit}.yaml`
}

function readJson(text: string | undefined): unknown {
  if (text === undefined) throw unreadable('archive.json is missing')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable('archive.json is not JSON', cause)
  }
}

function unreadable(why: string, cause?: unknown): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_ARCHIVE_UNREADABLE',
    message: `the archive cannot be read: ${why}`,
    next: 'restore an earlier state of it, or start a new one with `tideway adopt`',
    cause,
  })
}
