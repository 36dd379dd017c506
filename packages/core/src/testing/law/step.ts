import fc from 'fast-check'

/** Who works on which side: a developer in Git, an operator in ConfigHub. */
export type Who = 'developer' | 'operator'

/** One step of a random history: what somebody does, as plain data. */
export type Step =
  | { readonly kind: 'set'; readonly who: Who; readonly resource: number; readonly field: number }
  /** Takes up a value that the field has had before on either side, the newest where `back` is 0. */
  | {
      readonly kind: 'set-back'
      readonly who: Who
      readonly resource: number
      readonly field: number
      readonly back: number
    }
  | { readonly kind: 'copy' | 'type-ci' | 'capture'; readonly resource: number; readonly field: number }
  | { readonly kind: 'add' | 'delete' | 'return' | 'move'; readonly who: Who; readonly resource: number }
  | { readonly kind: 'revert'; readonly back: number }
  | { readonly kind: 'restore'; readonly unit: number; readonly back: number }
  | {
      readonly kind: 'publish'
      readonly older: number
      readonly force: boolean
      readonly fault: 'none' | 'crash' | 'cut' | 'race'
      readonly at: number
    }
  | { readonly kind: 'sync'; readonly fault: 'none' | 'crash'; readonly at: number }
  /** Of several open proposals the one at `which`, counted round and round. Default: 0. */
  | { readonly kind: 'merge'; readonly squash: boolean; readonly which?: number }
  | { readonly kind: 'close'; readonly which?: number }
  | { readonly kind: 'lose' }
  | { readonly kind: 'roll-back'; readonly steps: number }

const who = fc.constantFrom<Who>('developer', 'operator')
const resource = fc.nat(1)
const field = fc.nat(2)
// A run that writes makes up to so many requests.
const at = fc.nat(23)

const publishStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('publish' as const),
  older: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
  force: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  fault: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none' as const) },
    { weight: 2, arbitrary: fc.constantFrom('crash' as const, 'cut' as const, 'race' as const) },
  ),
  at,
})
const syncStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('sync' as const),
  fault: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constant('crash' as const) },
  ),
  at,
})

const kinds = <Kind extends Step['kind']>(...names: readonly Kind[]) => fc.constantFrom(...names)
const mishaps: readonly Step[] = [
  { kind: 'lose' },
  { kind: 'roll-back', steps: 1 },
  { kind: 'roll-back', steps: 2 },
]

/** Random steps, everyday ones more often than disasters. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ kind: kinds('set'), who, resource, field }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('set-back'), who, resource, field, back: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('copy', 'type-ci', 'capture'), resource, field }) },
  { weight: 3, arbitrary: fc.record({ kind: kinds('add', 'delete', 'return', 'move'), who, resource }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('revert'), back: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('restore'), unit: fc.nat(1), back: fc.nat(2) }) },
  { weight: 6, arbitrary: publishStep },
  { weight: 4, arbitrary: syncStep },
  { weight: 4, arbitrary: fc.record({ kind: kinds('merge'), squash: fc.boolean(), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: kinds('close'), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constantFrom(...mishaps) },
)
