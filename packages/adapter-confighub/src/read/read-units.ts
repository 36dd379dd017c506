import { AdapterError, type Call, type ReadResult, type UnitRef } from '@tideway/core'
import { refuseSlug } from '../refuse-slug.ts'
import type { SpaceAccess } from '../space-access.ts'
import { slugConditions } from '../where.ts'
import { listUnits } from './list-units.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readUnit } from './read-unit.ts'
import { type RemoteUnit, unitHead } from './remote-unit.ts'

/**
 * Reads the texts of units: many at once, and singly what that does not bring, or brings in
 * a form that does not fit the head. One result per ref.
 */
export async function* readUnits(
  space: SpaceAccess,
  refs: readonly UnitRef[],
  call: Call,
): AsyncGenerator<ReadResult> {
  const { endpoint, concurrency } = space.options
  const legal: UnitRef[] = []
  for (const ref of refs) {
    const error = refuseSlug(ref.unit, endpoint)
    if (error === undefined) legal.push(ref)
    else yield { kind: 'unreadable', ref, error }
  }
  const [only] = legal
  if (only === undefined) return
  if (legal.length === 1) {
    yield await readUnit(space, only, call)
    return
  }
  const chunks = slugConditions(legal.map((ref) => ref.unit))
  const results = mapConcurrently(chunks, concurrency, async ({ slugs, where }) => {
    const asked = new Set(slugs)
    return readChunk(
      space,
      legal.filter((ref) => asked.has(ref.unit)),
      where,
      call,
    )
  })
  for await (const chunk of results) yield* chunk
}

async function readChunk(
  space: SpaceAccess,
  refs: readonly UnitRef[],
  where: string,
  call: Call,
): Promise<readonly ReadResult[]> {
  const heads = await listHeads(space, where, call)
  const texts = await readMissing(space, heads, call)
  const results: ReadResult[] = []
  for (const ref of refs) {
    const unit = heads.get(ref.unit)
    const text = unit && (unit.text ?? texts.get(unit.id) ?? space.texts.get(unit.digest))
    const fits = unit !== undefined && text !== undefined && call.sha256(text) === unit.digest
    if (fits) space.texts.set(unit.digest, text)
    results.push(fits ? { kind: 'unit', head: unitHead(unit), text } : await readUnit(space, ref, call))
  }
  return results
}

/** Reads the texts that neither came with the heads nor have been read before; many at once, where the server can. */
async function readMissing(
  space: SpaceAccess,
  heads: ReadonlyMap<string, RemoteUnit>,
  call: Call,
): Promise<ReadonlyMap<string, string>> {
  const missing = [...heads.values()].filter(
    ({ text, digest }) => text === undefined && space.texts.get(digest) === undefined,
  )
  const texts = new Map<string, string>()
  for (const { where } of slugConditions(missing.map(({ slug }) => slug))) {
    for (const [id, text] of (await space.driver.readTexts?.(space, where, call)) ?? []) texts.set(id, text)
  }
  return texts
}

async function listHeads(
  space: SpaceAccess,
  where: string,
  call: Call,
): Promise<ReadonlyMap<string, RemoteUnit>> {
  const heads = new Map<string, RemoteUnit>()
  try {
    for await (const item of listUnits(space, where, call, 'texts')) {
      if (item.kind === 'unit') heads.set(item.unit.slug, item.unit)
    }
  } catch (error) {
    // Units that carry their texts can be too much for one answer.
    if (!AdapterError.isInstance(error) || error.kind !== 'limit-exceeded') throw error
  }
  return heads
}
