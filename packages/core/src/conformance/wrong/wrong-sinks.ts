import type { Call } from '../../contract/call.ts'
import type { Sink, WriteOutcome } from '../../contract/sink.ts'
import { mapStream } from './map-stream.ts'
import { secret, toError } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

const changeOutcomes = (
  right: Sink,
  change: (outcome: WriteOutcome, kind: string) => readonly WriteOutcome[],
) => ({
  write: (writes: Parameters<Sink['write']>[0], call: Call) =>
    mapStream(right.write(writes, call), (outcome) =>
      change(outcome, writes.find((write) => write.key === outcome.key)?.kind ?? ''),
    ),
})

/** Sinks that each break one group of their suite. */
export const wrongSinks: Wrongs<Sink> = {
  identity: (right) =>
    changeOutcomes(right, (outcome) => [
      outcome.kind === 'written' && outcome.revision !== undefined
        ? { ...outcome, revision: '999' }
        : outcome,
    ]),
  'conditional write': (right) => ({
    async *write(writes, call) {
      for (const write of writes) {
        let last: WriteOutcome | undefined
        for await (const outcome of right.write([write], call)) last = outcome
        if (last?.kind === 'lost-race') {
          const expected = last.revision ?? 'absent'
          for await (const outcome of right.write([{ ...write, expected }], call)) last = outcome
        }
        if (last !== undefined) yield last
      }
    },
  }),
  'declared abilities': (right) =>
    changeOutcomes(right, (outcome, kind) => [
      outcome.kind === 'unchanged' && kind === 'purge' ? { ...outcome, kind: 'written' } : outcome,
    ]),
  idempotence: (right) =>
    changeOutcomes(right, (outcome, kind) => [
      outcome.kind === 'unchanged' && kind === 'update' ? { ...outcome, kind: 'written' } : outcome,
    ]),
  'partial failure': (right) =>
    changeOutcomes(right, (outcome) => (outcome.key === 'refused' ? [] : [outcome])),
  'unknown outcome': (right) =>
    changeOutcomes(right, (outcome) => [
      outcome.kind === 'unknown' ? { ...outcome, kind: 'refused' } : outcome,
    ]),
  abort: (right) => ({ write: (writes, call) => right.write(writes, unaware(call)) }),
  'error mapping': (right) =>
    changeOutcomes(right, (outcome) => [
      outcome.error === undefined || outcome.error.kind === 'aborted'
        ? outcome
        : { ...outcome, error: toError('unsupported') },
    ]),
  'no secret in errors': (right) =>
    changeOutcomes(right, (outcome) => [
      outcome.error === undefined ? outcome : { ...outcome, error: toError(outcome.error.kind, { secret }) },
    ]),
}
