import { describe, expect, it } from 'vitest'
import type { Revision } from '../contract/history.ts'
import type { UnitHead } from '../contract/source.ts'
import { emptyArchive } from './archive-state.ts'
import { recoverIntent } from './recover-intent.ts'

const announced = { text: 'a: planned\n', unknown: [] }
const state = {
  ...emptyArchive,
  units: { lambda: { base: { text: 'a: old\n', unknown: [] }, open: [] } },
  intent: {
    runId: 'run-1',
    commit: 'c1',
    units: [{ unit: 'lambda', digest: 'planned', expected: '4', base: announced, paths: [] }],
  },
}
const creation = {
  ...state,
  intent: {
    ...state.intent,
    units: [{ unit: 'lambda', digest: 'planned', expected: 'absent', base: announced, paths: [] }],
  },
}
const head = (revision: string, digest: string): UnitHead => ({
  ref: { unit: 'lambda' },
  revision,
  digest,
  labels: {},
  annotations: {},
})
const revision = (number: string, digest: string): Revision => ({
  revision: number,
  digest,
  author: { kind: 'person' },
  description: '',
})
const recover = (from: typeof state, now: UnitHead | undefined, revisions?: readonly Revision[]) =>
  recoverIntent(from, new Map([['lambda', { head: now, revisions }]]))

describe('recoverIntent', () => {
  it('takes the announced base where the head is what was planned', () => {
    const { state: after, inDoubt } = recover(state, head('5', 'planned'))
    expect(after.units['lambda']).toEqual({ base: announced, open: [], revision: '5' })
    expect([after.intent, inDoubt]).toEqual([undefined, []])
  })

  it('keeps the base where the head is still the expected one', () => {
    expect(recover(state, head('4', 'old')).state.units).toEqual(state.units)
  })

  it('finds a write below what others wrote since', () => {
    const { state: after } = recover(state, head('6', 'theirs'), [
      revision('6', 'theirs'),
      revision('5', 'planned'),
      revision('4', 'old'),
    ])
    expect(after.units['lambda']).toEqual({ base: announced, open: [], revision: '5' })
  })

  it('sees that another writer came first', () => {
    const { state: after, inDoubt } = recover(state, head('5', 'theirs'), [
      revision('5', 'theirs'),
      revision('4', 'old'),
    ])
    expect([after.units, inDoubt]).toEqual([state.units, []])
  })

  it.each([
    ['a unit that is gone', state, undefined, undefined],
    ['a planned creation that is absent', creation, undefined, undefined],
    ['a moved head without history', state, head('9', 'theirs'), undefined],
    ['a history that does not reach back', state, head('9', 'theirs'), [revision('9', 'theirs')]],
  ])('leaves in doubt %s', (_, from, now, revisions) => {
    expect(recover(from, now, revisions).inDoubt).toEqual(['lambda'])
  })

  it('sees that somebody else created the unit', () => {
    expect(recover(creation, head('1', 'theirs'), [revision('1', 'theirs')]).inDoubt).toEqual([])
  })
})
