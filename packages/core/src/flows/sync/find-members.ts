import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Stock } from '../stock/stock.ts'
import type { JoinedUnits } from './join-units.ts'
import type { SyncGrouping } from './sync-groups.ts'

/**
 * To whom each of some joined units belong: the owners of their files, or the values of a label; nobody is no member.
 */
export async function findMembers(
  git: Endpoint,
  stock: Stock,
  joined: readonly JoinedUnits[],
  grouping: Exclude<SyncGrouping, { readonly kind: 'environment' }>,
  call: Call,
): Promise<(one: JoinedUnits) => readonly string[]> {
  if (grouping.kind === 'label') {
    const labelOf = (unit: string) => ownValue(stock.heads.get(unit)?.labels ?? {}, grouping.label) ?? ''
    return ({ units }) => [...new Set(units.map(labelOf))].filter((value) => value !== '').sort()
  }
  const { editor } = git
  if (editor?.owners === undefined) {
    throw new AdapterError({
      kind: 'unsupported',
      endpoint: git.name,
      message: 'the endpoint does not know who owns files',
      next: 'group by a label of the units, or by environment',
    })
  }
  const owners = await editor.owners(
    joined.flatMap(({ files }) => files.map(({ path }) => path)),
    call,
  )
  // GitHub takes names in any case.
  return ({ files }) =>
    [
      ...new Set(files.flatMap(({ path }) => (owners.get(path) ?? []).map((owner) => owner.toLowerCase()))),
    ].sort()
}
