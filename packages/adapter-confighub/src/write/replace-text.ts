import type { Annotations, Call, UnitWrite, WriteOutcome } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { findExpected } from './find-expected.ts'
import { patchAnnotations } from './patch-annotations.ts'
import { putText } from './put-text.ts'

/** A write of a text, empty where the unit is withdrawn. */
export type ReplaceWrite = UnitWrite & {
  readonly text: string
  readonly description: string
  readonly annotations?: Annotations | undefined
}

/**
 * Replaces the text of a unit, then adds the annotations that come with it. A withdrawal that expects nothing,
 * and finds nothing, leaves it so.
 */
export async function replaceText(
  space: SpaceAccess,
  write: ReplaceWrite,
  call: Call,
): Promise<WriteOutcome> {
  const { key } = write
  const expected = await findExpected(space, write, call)
  if (expected.kind === 'moved') return expected.outcome
  if (expected.kind === 'absent') return { kind: 'unchanged', key }
  const { unit } = expected
  const put: WriteOutcome =
    call.sha256(write.text) === unit.digest
      ? { kind: 'unchanged', key, revision: `${unit.revision}` }
      : await putText(space, unit, write, call)
  const done = put.kind === 'written' || put.kind === 'unchanged'
  if (!done || write.annotations === undefined) return put
  const annotated = await patchAnnotations(space, unit, { key, annotations: write.annotations }, call)
  if (annotated.kind === 'unchanged') return put
  if (annotated.kind === 'written') return { ...put, kind: 'written' }
  // The text is written and the annotations are not: only reading again tells what there is.
  return put.kind === 'written' ? { ...put, kind: 'unknown', error: annotated.error } : annotated
}
