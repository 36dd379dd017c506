import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import { unreadable } from './read-heads.ts'

/** A unit's head together with its text. */
export interface UnitText {
  readonly head: UnitHead
  readonly text: string
}

/**
 * Reads the texts of the given units; one that was listed and is gone by now is missing in the answer.
 * Throws `TIDEWAY_UNREADABLE` for one that cannot be read.
 */
export async function readTexts(
  source: Source,
  heads: readonly UnitHead[],
  endpoint: string,
  call: Call,
): Promise<ReadonlyMap<string, UnitText>> {
  const texts = new Map<string, UnitText>()
  if (heads.length === 0) return texts
  const refs = heads.map((head) => head.ref)
  for await (const item of source.read(refs, call)) {
    if (item.kind === 'unreadable') throw unreadable(endpoint, `unit ${item.ref.unit}`, item.error)
    if (item.kind === 'unit') {
      texts.set(item.head.ref.unit, item)
      call.onProgress({ kind: 'unit-read', endpoint, unit: item.head.ref.unit })
    }
  }
  return texts
}
