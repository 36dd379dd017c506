import { AdapterError, type Call, type WriteOutcome } from '@tideway/core'
import type { TextWrite } from '../driver/driver.ts'
import { getUnit } from '../read/get-unit.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { parseWriteAnswer } from './parse-write-answer.ts'
import { settleWrite } from './settle-write.ts'
import { failedOutcome } from './write-failure.ts'

/** Puts a text in the place of a unit's present one, on condition that this is the one that `unit` names. */
export async function putText(
  space: SpaceAccess,
  unit: RemoteUnit,
  write: TextWrite,
  call: Call,
): Promise<WriteOutcome> {
  if (space.changeSets === undefined) return putAlone(space, unit, write, call)
  return space.changeSets.within(unit, write, call, (joined, changeSetId) =>
    putAlone(space, joined, { ...write, changeSetId }, call),
  )
}

async function putAlone(
  space: SpaceAccess,
  unit: RemoteUnit,
  write: TextWrite,
  call: Call,
): Promise<WriteOutcome> {
  const { endpoint } = space.options
  const { key, text } = write
  const purpose = `write unit ${unit.slug}`
  const reply = await space.driver.sendText(space, unit, write, call)
  if (reply.kind === 'failed') {
    const outcome = failedOutcome(key, reply.error, reply.effect)
    return outcome.kind === 'lost-race' ? explainConflict(space, unit, outcome, call) : outcome
  }
  try {
    const { unit: after, problem } = parseWriteAnswer(reply.answer, purpose, endpoint, call)
    const stayed = after.revision === unit.revision
    if (problem !== undefined) return { kind: stayed ? 'refused' : 'unknown', key, error: problem }
    if (!stayed) return await settleWrite(space, unit, after, key, call)
    if (after.digest === call.sha256(text)) return { kind: 'unchanged', key, revision: `${unit.revision}` }
    return { kind: 'refused', key, error: ignored(endpoint, unit.slug, reply.answer.requestId) }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return failedOutcome(key, error, 'possible')
  }
}

/** A 409 where the head is still the expected one has another reason than a race, and the server says which. */
async function explainConflict(
  space: SpaceAccess,
  expected: RemoteUnit,
  outcome: WriteOutcome,
  call: Call,
): Promise<WriteOutcome> {
  try {
    const unit = await getUnit(space, expected.id, expected.slug, call)
    if (unit === undefined) return outcome
    const same = unit.revision === expected.revision && unit.digest === expected.digest
    return { ...outcome, kind: same ? 'refused' : 'lost-race', revision: `${unit.revision}` }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return outcome
  }
}

function ignored(endpoint: string, unit: string, requestId: string | undefined): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: `could not write unit ${unit}: the server answered success and kept the text that it had`,
    next: 'set the option driver to the way in which this server is written',
    requestId,
  })
}
