import { AdapterError, type Call, type WriteOutcome } from '@tideway/core'
import { getUnit } from '../read/get-unit.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import { type SpaceAccess, unitPath } from '../space-access.ts'
import { awaitTriggers } from './await-triggers.ts'
import { parseWriteAnswer } from './parse-write-answer.ts'
import { shortenDescription } from './shorten-description.ts'
import { failedOutcome } from './write-failure.ts'

// A refusal may quote the text, and the values of a Secret are shown nowhere.
const holdsSecret = /\bkind["']?\s*:\s*["']?Secret\b/

/** A text to put, and why. */
export interface TextWrite {
  readonly key: string
  readonly text: string
  readonly description: string
}

/** Puts a text in the place of a unit's present one, on condition that this is the one that `unit` names. */
export async function putText(
  space: SpaceAccess,
  unit: RemoteUnit,
  write: TextWrite,
  call: Call,
): Promise<WriteOutcome> {
  const { endpoint } = space.options
  const { key, text } = write
  const purpose = `write unit ${unit.slug}`
  const reply = await space.client.send(
    {
      method: 'PUT',
      path: unitPath(space, unit.id, '/data'),
      query: { last_change_description: shortenDescription(write.description) },
      headers: { 'Content-Type': 'application/octet-stream', 'If-Match': `"${unit.digest}"` },
      body: text,
      confidential: holdsSecret.test(text),
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') {
    const outcome = failedOutcome(key, reply.error, reply.effect)
    return outcome.kind === 'lost-race' ? explainConflict(space, unit, outcome, call) : outcome
  }
  try {
    const { unit: after, problem } = parseWriteAnswer(reply.answer, purpose, endpoint)
    if (problem !== undefined) {
      return { kind: after.revision === unit.revision ? 'refused' : 'unknown', key, error: problem }
    }
    if (after.revision === unit.revision) return { kind: 'unchanged', key, revision: `${unit.revision}` }
    return { kind: 'written', key, revision: `${await awaitTriggers(space, after, call)}` }
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
