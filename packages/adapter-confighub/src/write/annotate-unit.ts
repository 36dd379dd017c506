import { AdapterError, type Call, type UnitWrite, type WriteOutcome } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { findExpected } from './find-expected.ts'
import { patchAnnotations } from './patch-annotations.ts'

/** Annotates a unit whose head is the expected revision. */
export async function annotateUnit(
  space: SpaceAccess,
  write: Extract<UnitWrite, { readonly kind: 'annotate' }>,
  call: Call,
): Promise<WriteOutcome> {
  const expected = await findExpected(space, write, call)
  if (expected.kind === 'moved') return expected.outcome
  if (expected.kind === 'found') return patchAnnotations(space, expected.unit, write, call)
  const error = new AdapterError({
    kind: 'not-found',
    endpoint: space.options.endpoint,
    message: `there is no unit ${write.ref.unit} to annotate`,
    next: 'create it first',
  })
  return { kind: 'refused', key: write.key, error }
}
