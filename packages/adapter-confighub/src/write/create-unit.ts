import { AdapterError, type Annotations, type Call, type UnitWrite, type WriteOutcome } from '@tideway/core'
import { findUnit } from '../read/list-units.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { holdsSecret } from './holds-secret.ts'
import { parseWriteAnswer } from './parse-write-answer.ts'
import { putText } from './put-text.ts'
import { replaceText } from './replace-text.ts'
import { settleWrite } from './settle-write.ts'
import { shortenDescription } from './shorten-description.ts'
import { failedOutcome, lostRace } from './write-failure.ts'

/** A write that expects nothing to be there. */
export type CreateWrite = UnitWrite & {
  readonly text: string
  readonly description: string
  readonly annotations?: Annotations | undefined
}

/**
 * Creates a unit and gives it its text, which are two requests on servers that keep texts beside the unit. An empty unit counts as absent, be it withdrawn
 * or left behind by a creation that broke off in between, and is written.
 */
export async function createUnit(space: SpaceAccess, write: CreateWrite, call: Call): Promise<WriteOutcome> {
  const { key, text } = write
  const record = await createRecord(space, write, call)
  if (record.kind === 'failed') return record.outcome
  if (record.kind === 'exists') return takeOver(space, write, record.outcome, call)
  const { unit } = record
  const isWritten =
    call.sha256(text) === unit.digest || Object.keys(space.driver.creationFields(text)).length > 0
  return isWritten ? settleWrite(space, unit, unit, key, call) : putText(space, unit, write, call)
}

type CreatedRecord =
  | { readonly kind: 'created'; readonly unit: RemoteUnit }
  | { readonly kind: 'exists'; readonly outcome: WriteOutcome }
  | { readonly kind: 'failed'; readonly outcome: WriteOutcome }

async function createRecord(space: SpaceAccess, write: CreateWrite, call: Call): Promise<CreatedRecord> {
  const { client, options, spaceId, driver } = space
  const purpose = `create unit ${write.ref.unit}`
  const body = {
    Slug: write.ref.unit,
    ToolchainType: 'Kubernetes/YAML',
    Labels: options.labels,
    Annotations: write.annotations ?? {},
    LastChangeDescription: shortenDescription(write.description),
    ...driver.creationFields(write.text),
  }
  const reply = await client.send(
    {
      method: 'POST',
      path: `/api/space/${spaceId}/unit`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      confidential: holdsSecret(write.text),
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') {
    const outcome = failedOutcome(write.key, reply.error, reply.effect)
    return { kind: reply.error.kind === 'lost-race' ? 'exists' : 'failed', outcome }
  }
  try {
    const { unit, problem } = parseWriteAnswer(reply.answer, purpose, options.endpoint, call)
    if (problem === undefined) return { kind: 'created', unit }
    return { kind: 'failed', outcome: failedOutcome(write.key, problem, 'possible') }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return { kind: 'failed', outcome: failedOutcome(write.key, error, 'possible') }
  }
}

async function takeOver(
  space: SpaceAccess,
  write: CreateWrite,
  outcome: WriteOutcome,
  call: Call,
): Promise<WriteOutcome> {
  const unit = await findUnit(space, write.ref.unit, call)
  if (unit === undefined) return outcome
  const revision = `${unit.revision}`
  if (unit.digest !== call.sha256('')) return lostRace(space, write, revision)
  return replaceText(space, { ...write, ref: { unit: unit.slug, id: unit.id }, expected: revision }, call)
}
