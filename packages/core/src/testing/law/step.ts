import fc from 'fast-check'

/** One step of a random history: what somebody does, as plain data. */
export type Step =
  | { readonly kind: 'develop' | 'operate' | 'copy'; readonly unit: number; readonly field: number }
  | {
      readonly kind: 'develop-unit' | 'operate-unit'
      readonly unit: number
      readonly action: 'add' | 'delete' | 'return'
    }
  | { readonly kind: 'revert' | 'restore'; readonly back: number; readonly unit: number }
  | { readonly kind: 'type-ci' | 'capture'; readonly unit: number; readonly field: number }
  | {
      readonly kind: 'publish'
      readonly older: number
      readonly force: boolean
      readonly fault: 'none' | 'crash' | 'cut' | 'race'
      readonly at: number
    }
  | { readonly kind: 'sync'; readonly fault: 'none' | 'crash'; readonly at: number }
  | { readonly kind: 'merge'; readonly squash: boolean }
  | { readonly kind: 'close' }
  | { readonly kind: 'lose' }
  | { readonly kind: 'roll-back'; readonly steps: number }

const unit = fc.nat(1)
const field = fc.nat(2)
const at = fc.nat(14)

/** Random steps, everyday ones more often than disasters. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('develop', 'operate'), unit, field }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy'), unit, field }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('develop-unit', 'operate-unit'),
      unit,
      action: fc.constantFrom('add', 'delete', 'return'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('revert', 'restore'), back: fc.nat(2), unit }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('type-ci', 'capture'), unit, field }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('publish'),
      older: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
      force: fc.oneof(
        { weight: 6, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      fault: fc.oneof(
        { weight: 5, arbitrary: fc.constant('none') },
        { weight: 2, arbitrary: fc.constantFrom('crash', 'cut', 'race') },
      ),
      at,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sync'),
      fault: fc.oneof(
        { weight: 5, arbitrary: fc.constant('none') },
        { weight: 1, arbitrary: fc.constant('crash') },
      ),
      at,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('merge'), squash: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'close' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { kind: 'lose' },
      { kind: 'roll-back', steps: 1 },
      { kind: 'roll-back', steps: 2 },
    ),
  },
) as fc.Arbitrary<Step>
