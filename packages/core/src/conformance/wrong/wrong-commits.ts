import type { Commits, UnitCommit } from '../../contract/commits.ts'
import { blameStore } from './blame-store.ts'
import { endWell } from './end-well.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Commits that each break one group of their suite. */
export const wrongCommits: Wrongs<Commits> = {
  identity: (right) => ({
    ...right,
    head: async (call) => ({ ...(await right.head(call)), author: '' }),
  }),
  relation: (right) => ({
    ...right,
    relation: (commit, other, call) => right.relation(other, commit, call),
  }),
  // Tells what became of a unit with the sides exchanged.
  changes: (right) => ({
    ...right,
    changesOf: changeEach(right, (item) => [
      item.before === '' ? item : { ...item, before: item.after, after: item.before },
    ]),
  }),
  'empty configuration': (right) => ({
    ...right,
    async *changesOf(unit, limit, call) {
      let count = 0
      for await (const item of right.changesOf?.(unit, limit, call) ?? []) {
        count += 1
        yield item
      }
      if (count === 0) yield { commit: await right.head(call), before: '', after: 'made up: true\n' }
    },
  }),
  'unicode and odd names': (right) => ({
    ...right,
    changesOf: changeEach(right, (item) => [{ ...item, after: item.after.normalize('NFC') }]),
  }),
  'connection cut': (right) => ({
    ...right,
    changesOf: (unit, limit, call) => endWell(right.changesOf?.(unit, limit, call) ?? nothing(), []),
  }),
  'time limits': (right) => ({
    ...right,
    head: (call) => rethrow(() => right.head(call), blameStore(call)),
  }),
  abort: (right) => ({
    ...right,
    changesOf: (unit, limit, call) => right.changesOf?.(unit, limit, unaware(call)) ?? nothing(),
  }),
  'error mapping': (right) => ({
    ...right,
    changesOf: (unit, limit, call) =>
      mapStream(right.changesOf?.(unit, limit, call) ?? nothing(), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    ...right,
    relation: (commit, other, call) => rethrow(() => right.relation(commit, other, call), leak),
  }),
}

function changeEach(
  right: Commits,
  change: (item: UnitCommit) => readonly UnitCommit[],
): NonNullable<Commits['changesOf']> {
  return (unit, limit, call) => mapStream(right.changesOf?.(unit, limit, call) ?? nothing(), change)
}

async function* nothing(): AsyncIterable<never> {}
