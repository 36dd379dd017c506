import type { Call, WriteOutcome } from '@tideway/core'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { awaitTriggers } from './await-triggers.ts'
import { findRemark } from './find-remark.ts'

/** The outcome of a write that happened, once the server has made of it what it makes. */
export async function settleWrite(
  space: SpaceAccess,
  before: RemoteUnit,
  written: RemoteUnit,
  key: string,
  call: Call,
): Promise<WriteOutcome> {
  const settled = await awaitTriggers(space, written, call)
  const remark = await findRemark(space, before, written, settled, call)
  const revision = `${settled.revision}`
  return { kind: 'written', key, revision, ...(remark !== undefined && { error: remark }) }
}
