import type { Call } from '../../contract/call.ts'
import type { Sink, UnitWrite, WriteOutcome } from '../../contract/sink.ts'
import { collect } from '../collect.ts'
import { blameStore } from './blame-store.ts'
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
        if (last?.kind === 'lost-race' && write.expected === 'absent') {
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
  'unknown outcome': (right) => ({
    write: (writes, call) =>
      mapStream(right.write(writes, call), (outcome) => [
        outcome.kind === 'unknown' && writes.length === 1 ? { ...outcome, kind: 'refused' } : outcome,
      ]),
  }),
  withdraw: (right) => ({
    write: (writes, call) =>
      right.write(
        writes.map((write) => (write.kind === 'withdraw' ? { ...write, kind: 'purge' } : write)),
        call,
      ),
  }),
  // Looks before it writes, which is no condition.
  'concurrent writers': (right) => {
    let underWay = 0
    return {
      async *write(writes, call) {
        const isAlone = underWay === 0
        underWay += 1
        try {
          for (const write of writes) {
            const outcome = await writeOne(right, write, call)
            const isLost = !isAlone && outcome?.kind === 'lost-race' && outcome.revision !== undefined
            const expected = outcome?.revision ?? 'absent'
            const again = isLost ? await writeOne(right, { ...write, expected }, call) : outcome
            if (again !== undefined) yield again
          }
        } finally {
          underWay -= 1
        }
      },
    }
  },
  'large units': (right) => ({
    write: (writes, call) =>
      right.write(
        changeTexts(writes, (text) => text.slice(0, 2 ** 16)),
        call,
      ),
  }),
  'empty configuration': (right) => ({
    async *write(writes, call) {
      if (writes.length === 0) throw toError('invalid-request')
      yield* right.write(writes, call)
    },
  }),
  'unicode and odd names': (right) => ({
    write: (writes, call) =>
      right.write(
        changeTexts(writes, (text) => text.normalize('NFC')),
        call,
      ),
  }),
  // Answers what is done first, as soon as it writes enough at once.
  ordering: (right) => ({
    async *write(writes, call) {
      const outcomes = await collect(right.write(writes, call))
      yield* writes.length > 10 ? outcomes.toReversed() : outcomes
    },
  }),
  // Never forgets that it was cancelled halfway.
  resume: (right) => {
    let isCancelled = false
    return {
      async *write(writes, call) {
        if (isCancelled) yield* writes.map(({ key }) => ({ kind: 'not-tried', key }) as const)
        else
          for await (const outcome of right.write(writes, call)) {
            yield outcome
            isCancelled ||= outcome.kind === 'written' && call.signal.aborted
          }
      },
    }
  },
  'read-only run': (right) => ({
    write: (writes, call) => right.write(writes, { ...call, readOnly: false }),
  }),
  // What follows a success cannot have happened.
  'connection cut': (right) => ({
    async *write(writes, call) {
      let isBegun = false
      for await (const outcome of right.write(writes, call)) {
        const isLost = isBegun && outcome.kind === 'unknown'
        isBegun ||= outcome.kind === 'written'
        yield isLost ? { ...outcome, kind: 'refused' } : outcome
      }
    },
  }),
  'time limits': (right) => ({
    write: (writes, call) => {
      const blame = blameStore(call)
      return mapStream(right.write(writes, call), (outcome) => [
        blame(undefined) === undefined ? outcome : { ...outcome, error: toError('unavailable') },
      ])
    },
  }),
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

async function writeOne(sink: Sink, write: UnitWrite, call: Call): Promise<WriteOutcome | undefined> {
  return (await collect(sink.write([write], call)))[0]
}

function changeTexts(writes: readonly UnitWrite[], change: (text: string) => string): readonly UnitWrite[] {
  return writes.map((write) => ('text' in write ? { ...write, text: change(write.text) } : write))
}
