import { AdapterError, type Call, type Sink, type UnitWrite, type WriteOutcome } from '@tideway/core'
import { refuseSlug } from '../refuse-slug.ts'
import type { SpaceAccess } from '../space-access.ts'
import { annotateUnit } from './annotate-unit.ts'
import { createUnit } from './create-unit.ts'
import { purgeUnit } from './purge-unit.ts'
import { replaceText } from './replace-text.ts'
import { endsRun, failedOutcome } from './write-failure.ts'

/** Creates the sink of a space's units: one write after the other, each on condition of what was read. */
export function createSink(space: SpaceAccess): Sink {
  return {
    async *write(writes, call) {
      let end: AdapterError | undefined
      for (const write of writes) {
        end ??= findObstacle(space, call)
        const outcome: WriteOutcome =
          end === undefined
            ? await writeUnit(space, write, call)
            : { kind: end.kind === 'forbidden' ? 'refused' : 'not-tried', key: write.key, error: end }
        const happened = outcome.kind === 'written' || outcome.kind === 'unchanged'
        if (!happened && outcome.error !== undefined && endsRun(outcome.error)) end = outcome.error
        yield outcome
      }
    },
  }
}

function findObstacle(space: SpaceAccess, call: Call): AdapterError | undefined {
  const { endpoint } = space.options
  if (call.readOnly) {
    return new AdapterError({
      kind: 'forbidden',
      endpoint,
      message: 'nothing is written, since the run may only read',
      next: 'unset TIDEWAY_READ_ONLY, or set the environment’s mode to write',
    })
  }
  if (!call.signal.aborted) return undefined
  return new AdapterError({ kind: 'aborted', endpoint, message: 'the run was cancelled', next: 'run again' })
}

/** Carries out one write. Reading before it may fail, which is known to have changed nothing. */
async function writeUnit(space: SpaceAccess, write: UnitWrite, call: Call): Promise<WriteOutcome> {
  const illegal = refuseSlug(write.ref.unit, space.options.endpoint)
  if (illegal !== undefined) return { kind: 'refused', key: write.key, error: illegal }
  try {
    switch (write.kind) {
      case 'create':
      case 'update':
        return await (write.expected === 'absent' ? createUnit : replaceText)(space, write, call)
      case 'withdraw':
        return await replaceText(space, { ...write, text: '' }, call)
      case 'annotate':
        return await annotateUnit(space, write, call)
      case 'purge':
        return await purgeUnit(space, write, call)
    }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return failedOutcome(write.key, error, 'none')
  }
}
