import { AdapterError, type Annotations, type Call, type UnitWrite, type WriteOutcome } from '@tideway/core'
import { findUnit } from '../read/list-units.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { parseWriteAnswer } from './parse-write-answer.ts'
import { putText } from './put-text.ts'
import { replaceText } from './replace-text.ts'
import { shortenDescription } from './shorten-description.ts'
import { failedOutcome, lostRace } from './write-failure.ts'

/** A write that expects nothing to be there. */
export type CreateWrite = UnitWrite & {
  readonly text: string
  readonly description: string
  readonly annotations?: Annotations | undefined
}

/**
 * Creates a unit and gives it its text, which are two requests. An empty unit counts as absent, be it withdrawn
 * or left behind by a creation that broke off in between, and is written.
 */
export async function createUnit(space: SpaceAccess, write: CreateWrite, call: Call): Promise<WriteOutcome> {
  const { key, text } = write
  const record = await createRecord(space, write, call)
  if (record.kind === 'failed') return record.outcome
  if (record.kind === 'exists') return takeOver(space, write, record.outcome, call)
  const { unit } = record
  if (call.sha256(text) === unit.digest) return { kind: 'written', key, revision: `${unit.revision}` }
  return putText(space, unit, write, call)
}

type CreatedRecord =
  | { readonly kind: 'created'; readonly unit: RemoteUnit }
  | { readonly kind: 'exists'; readonly outcome: WriteOutcome }
  | { readonly kind: 'failed'; readonly outcome: WriteOutcome }

async function createRecord(space: SpaceAccess, write: CreateWrite, call: Call): Promise<CreatedRecord> {
  const { client, options, spaceId } = space
  const purpose = `create unit ${write.ref.unit}`
  const body = {
    Slug: write.ref.unit,
    ToolchainType: 'Kubernetes/YAML',
    Labels: options.labels,
    Annotations: write.annotations ?? {},
    LastChangeDescription: shortenDescription(write.description),
  }
  const reply = await client.send(
    {
      method: 'POST',
      path: `/api/space/${spaceId}/unit`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') {
    const outcome = failedOutcome(write.key, reply.error, reply.effect)
    return { kind: reply.error.kind === 'lost-race' ? 'exists' : 'failed', outcome }
  }
  try {
    const { unit, problem } = parseWriteAnswer(reply.answer, purpose, options.endpoint)
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
