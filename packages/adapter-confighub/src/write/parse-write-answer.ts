import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { parseAnswer } from '../http/parse-answer.ts'
import type { Answer } from '../http/remote-request.ts'
import { type RemoteUnit, unitFields } from '../read/remote-unit.ts'

/** What the server says that it did. */
export interface WriteAnswer {
  readonly unit: RemoteUnit
  /** Why a write that was answered with 200 did not fully succeed. */
  readonly problem?: AdapterError
}

const conflict = z.object({ Path: z.string().optional(), Reason: z.string().optional() })
const remarks = z.object({
  Conflicts: z.array(conflict).nullish(),
  Error: z.object({ Message: z.string().optional() }).nullish(),
})

/**
 * Reads the answer to a write: a unit with remarks, or on older servers the bare unit. 200 alone is no success:
 * it may come with conflicts, or with an error.
 */
export function parseWriteAnswer(answer: Answer, purpose: string, endpoint: string, call: Call): WriteAnswer {
  const form = z.preprocess(wrapUnit, remarks.extend({ Unit: unitFields(call) }))
  const { Unit: unit, Conflicts, Error: failure } = parseAnswer(answer, form, { purpose, endpoint })
  const conflicts = Conflicts ?? []
  if (conflicts.length === 0 && !failure) return { unit }
  // What the server says of the error may quote the configuration, so it is not repeated.
  const why = failure
    ? 'the server answered success together with an error'
    : `the server withheld ${conflicts.length} changes (${conflicts.slice(0, 3).map(describeConflict).join('; ')})`
  const problem = new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `could not ${purpose}: ${why}`,
    next: `see the unit’s conflicts in ConfigHub (cub unit get ${unit.slug}), and apply or dismiss them there`,
    requestId: answer.requestId,
  })
  return { unit, problem }
}

function describeConflict({ Reason, Path }: z.infer<typeof conflict>): string {
  return `${Reason ?? 'no reason given'} at ${Path ?? 'an unnamed path'}`
}

function wrapUnit(answer: unknown): unknown {
  const isBare = typeof answer === 'object' && answer !== null && 'UnitID' in answer
  return isBare ? { Unit: answer } : answer
}
