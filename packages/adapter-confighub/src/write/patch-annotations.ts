import { AdapterError, type AnnotationChanges, type Call, type WriteOutcome } from '@tideway/core'
import { unitPath } from '../found-space.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { parseWriteAnswer } from './parse-write-answer.ts'
import { failedOutcome } from './write-failure.ts'

// ConfigHub's OpenAPI document.
const longestValue = 1024

/**
 * Merges annotations into those of a unit (RFC 7396), which leaves its text and its revision as they are.
 * Whether ConfigHub makes a PATCH depend on anything is not established; keys that are not named are not touched.
 */
export async function patchAnnotations(
  space: SpaceAccess,
  unit: RemoteUnit,
  write: { readonly key: string; readonly annotations: AnnotationChanges },
  call: Call,
): Promise<WriteOutcome> {
  const { key, annotations } = write
  const { endpoint } = space.options
  const revision = `${unit.revision}`
  const changed = Object.entries(annotations).filter(
    ([name, value]) => unit.annotations[name] !== (value ?? undefined),
  )
  if (changed.length === 0) return { kind: 'unchanged', key, revision }
  const tooLong = changed.find(([, value]) => value !== null && value.length > longestValue)?.[0]
  if (tooLong !== undefined) return { kind: 'refused', key, error: longValue(endpoint, unit.slug, tooLong) }
  const purpose = `annotate unit ${unit.slug}`
  const reply = await space.client.send(
    {
      method: 'PATCH',
      path: unitPath(space, unit.id),
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ Annotations: Object.fromEntries(changed) }),
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') return failedOutcome(key, reply.error, reply.effect)
  try {
    const { unit: after, problem } = parseWriteAnswer(reply.answer, purpose, endpoint, call)
    if (problem !== undefined) return { kind: 'unknown', key, error: problem }
    return { kind: 'written', key, revision: `${after.revision}` }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return failedOutcome(key, error, 'possible')
  }
}

function longValue(endpoint: string, unit: string, name: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `annotation ${name} of unit ${unit} is longer than the ${longestValue} characters that ConfigHub keeps`,
    next: 'shorten it',
  })
}
