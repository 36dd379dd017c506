import type { AnnotationOutcome, ResourceAnnotator } from '../../contract/resource-annotator.ts'
import { blameStore } from './blame-store.ts'
import { mapStream } from './map-stream.ts'
import { leak, mislabel } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Annotators that each break one group of their suite. */
export const wrongAnnotators: Wrongs<ResourceAnnotator> = {
  // Cannot remove what it once set.
  identity: (right) => ({
    annotate: (changes, call) =>
      right.annotate(
        changes.map((change) => ({
          ...change,
          annotations: Object.fromEntries(
            Object.entries(change.annotations).filter(([, value]) => value !== null),
          ),
        })),
        call,
      ),
  }),
  'conditional write': (right) => ({
    annotate: (changes, call) =>
      mapStream(right.annotate(changes, call), (item) => [
        item.kind === 'lost-race' ? { ...item, kind: 'written' } : item,
      ]),
  }),
  'partial failure': (right) => ({
    async *annotate(changes, call) {
      for await (const item of right.annotate(changes, call)) {
        yield item
        if (item.kind === 'refused') return
      }
    },
  }),
  'read-only run': (right) => ({
    annotate: (changes, call) => right.annotate(changes, { ...call, readOnly: false }),
  }),
  // Says that it lost a race where it does not know.
  'connection cut': (right) => ({
    async *annotate(changes, call) {
      const outcomes: AnnotationOutcome[] = []
      try {
        for await (const item of right.annotate(changes, call)) outcomes.push(item)
      } catch (error) {
        if (outcomes.length === 0) throw error
        for (const { identity } of outcomes) yield { kind: 'lost-race', identity }
        return
      }
      yield* outcomes
    },
  }),
  'time limits': (right) => ({
    annotate: (changes, call) => mapStream(right.annotate(changes, call), (item) => [item], blameStore(call)),
  }),
  abort: (right) => ({ annotate: (changes, call) => right.annotate(changes, unaware(call)) }),
  'error mapping': (right) => ({
    annotate: (changes, call) => mapStream(right.annotate(changes, call), (item) => [item], mislabel),
  }),
  'no secret in errors': (right) => ({
    annotate: (changes, call) => mapStream(right.annotate(changes, call), (item) => [item], leak),
  }),
}
