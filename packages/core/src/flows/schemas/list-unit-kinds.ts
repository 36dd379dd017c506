import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ResourceKind } from '../../contract/resource-source.ts'
import { parseUnit } from '../../parse/parse-unit.ts'
import { readHeads } from '../../read/read-heads.ts'
import { readTexts } from '../../read/read-texts.ts'
import { leaveOut, type SkipUnit } from '../../read/skip-unit.ts'
import { unreadable } from '../../read/unreadable.ts'
import { requireMember } from '../flow-endpoints.ts'

/** Which units do not count. */
export interface UnitKindOptions {
  /** `skip-unit`: those that cannot be read, which a run leaves out too. Default: they stop it. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
}

/** The kinds that the units of some stores hold, each once, by group and kind. Throws where a unit cannot be read. */
export async function listUnitKinds(
  endpoints: readonly Endpoint[],
  { onUnreadable }: UnitKindOptions,
  call: Call,
): Promise<readonly ResourceKind[]> {
  const skip: SkipUnit | undefined = onUnreadable === 'skip-unit' ? () => {} : undefined
  const kinds = new Map<string, ResourceKind>()
  for (const endpoint of endpoints) {
    const { name } = endpoint
    const source = requireMember(endpoint, 'source')
    const heads = await readHeads(source, name, call, skip)
    const refs = [...heads.values()].map(({ ref }) => ref)
    for (const [unit, { text }] of await readTexts(source, refs, name, call, skip)) {
      const parsed = parseUnit(text, { name: unit })
      if (parsed.kind === 'invalid') leaveOut(unit, unreadable(name, `unit ${unit}`, parsed.error), skip)
      else {
        for (const { identity } of parsed.resources) {
          const { group, kind } = identity
          kinds.set(`${group}/${kind}`, { group, kind })
        }
      }
    }
  }
  return [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, kind]) => kind)
}
