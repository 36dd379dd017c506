import type { Policy } from '../../decide/policy.ts'
import { documentedPolicy, mergePolicy, strictPolicy } from '../../decide/presets.ts'
import type { Step } from './step.ts'

/** A history that once broke the law, as short as it gets. */
export interface FoundHistory {
  readonly name: string
  readonly policy: Policy
  readonly steps: readonly Step[]
}

const publish: Step = { kind: 'publish', older: 0, force: false, fault: 'none', at: 0 }
const sync: Step = { kind: 'sync', fault: 'none', at: 0 }
const merge: Step = { kind: 'merge', squash: false }
const add = (resource: number): Step => ({ kind: 'add', who: 'developer', resource })

/** Every counterexample that random histories have brought up. */
export const foundHistories: readonly FoundHistory[] = [
  {
    name: 'a resource that Git moves to where the operator deleted, and that the server touched',
    policy: strictPolicy,
    steps: [
      add(0),
      add(1),
      publish,
      { kind: 'delete', who: 'operator', resource: 1 },
      { kind: 'move', who: 'developer', resource: 0 },
    ],
  },
  ...[documentedPolicy, mergePolicy].map((policy) => ({
    name: 'a pull request that outlives its archive, merged after an operator took its values back',
    policy,
    steps: [
      add(0),
      add(1),
      publish,
      { kind: 'set', who: 'operator', resource: 0, field: 0 },
      sync,
      { kind: 'lose' },
      { kind: 'restore', unit: 0, back: 1 },
      publish,
      merge,
      publish,
    ] satisfies readonly Step[],
  })),
  {
    name: 'an offer of what was merged before, by a sync that died before it could propose',
    policy: mergePolicy,
    steps: [
      add(0),
      add(1),
      publish,
      { kind: 'set', who: 'operator', resource: 0, field: 1 },
      sync,
      merge,
      publish,
      { kind: 'set-back', who: 'developer', resource: 0, field: 1, back: 1 },
      publish,
      { kind: 'set-back', who: 'operator', resource: 0, field: 1, back: 0 },
      // Between what it saved in the archive and the pull request.
      { kind: 'sync', fault: 'crash', at: 13 },
      publish,
    ],
  },
]
