import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import { readHeads } from '../../read/read-heads.ts'
import { readTexts } from '../../read/read-texts.ts'
import { unreadable } from '../../read/unreadable.ts'
import { requireMember } from '../flow-endpoints.ts'
import type { HeadUnit } from './head-unit.ts'

/** Which units of the authority are read. */
export interface HeadUnitQuery {
  /** Default: all. */
  readonly units?: readonly string[] | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/** Reads units of the authority with their texts, by name. Throws `TIDEWAY_NOT_FOUND` for one that does not exist. */
export async function readHeadUnits(
  confighub: Endpoint,
  { units, normalization }: HeadUnitQuery,
  call: Call,
): Promise<ReadonlyMap<string, HeadUnit>> {
  const source = requireMember(confighub, 'source')
  const heads = await readHeads(source, confighub.name, call)
  const missing = units?.filter((unit) => !heads.has(unit)) ?? []
  if (missing.length > 0) {
    throw new TidewayError({
      code: 'TIDEWAY_NOT_FOUND',
      message: `${confighub.name} has no unit ${missing.join(', ')}`,
      next: `use one of: ${[...heads.keys()].sort().join(', ')}`,
    })
  }
  const wanted = [...heads.values()].filter((head) => units?.includes(head.ref.unit) !== false)
  const refs = wanted.map((head) => head.ref)
  const texts = await readTexts(source, refs, confighub.name, call)
  return new Map(
    [...texts].map(([unit, { head, text }]) => {
      const read = readUnitTree(text, unit, normalization)
      if (read.kind === 'invalid') throw unreadable(confighub.name, `unit ${unit}`, read.error)
      return [unit, { head, text, tree: read.tree }]
    }),
  )
}
