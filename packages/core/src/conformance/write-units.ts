import type { Call } from '../contract/call.ts'
import type { Expected, UnitWrite, WriteOutcome } from '../contract/sink.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { requireMember } from './require-member.ts'
import type { ReadBackUnit, SinkSetup } from './sink-setup.ts'

/** Sends writes, and checks that there is one outcome for each, in order. */
export async function writeUnits(
  setup: SinkSetup,
  writes: readonly UnitWrite[],
  call: Call = setup.call,
): Promise<readonly WriteOutcome[]> {
  const outcomes = await collect(requireMember(setup.endpoint.sink, 'sink').write(writes, call))
  checkEqual(
    outcomes.map((outcome) => outcome.key),
    writes.map((write) => write.key),
    'keys of the outcomes',
  )
  return outcomes
}

/** Sends one write, and answers its outcome. */
export async function writeUnit(setup: SinkSetup, write: UnitWrite): Promise<WriteOutcome> {
  const [outcome] = await writeUnits(setup, [write])
  check(outcome !== undefined, 'the write has no outcome')
  return outcome
}

/** Checks that an outcome is of a kind, and otherwise shows what was the matter. */
export function checkOutcome(
  outcome: WriteOutcome | undefined,
  wanted: WriteOutcome['kind'],
  what = 'outcome',
): void {
  check(outcome?.kind === wanted, `${what}: expected "${wanted}", got ${printOutcome(outcome)}`)
}

/** The same for several outcomes that are all of a kind. */
export function checkOutcomes(
  outcomes: readonly WriteOutcome[],
  wanted: WriteOutcome['kind'],
  what = 'outcome',
): void {
  for (const outcome of outcomes) checkOutcome(outcome, wanted, `${what} of ${outcome.key}`)
}

/** An outcome's kind, with the code and the message of its error. */
export function printOutcome(outcome: WriteOutcome | undefined): string {
  if (outcome === undefined) return 'no outcome'
  const { kind, error } = outcome
  return error === undefined ? `"${kind}"` : `"${kind}" (${error.code} ${error.message})`
}

/** A write of a text, keyed by the unit's name. */
export function textWrite(unit: string, text: string, expected: Expected): UnitWrite {
  const kind = expected === 'absent' ? 'create' : 'update'
  return { kind, key: unit, ref: { unit }, expected, text, description: 'Conformance test' }
}

/** Checks that the store holds what an outcome says; `unknown` says nothing. */
export async function checkHonest(
  setup: SinkSetup,
  outcome: WriteOutcome,
  sent: { readonly unit: string; readonly text: string; readonly before?: ReadBackUnit | undefined },
): Promise<void> {
  if (outcome.kind === 'unknown') return
  const now = await setup.readBack(sent.unit)
  const isDone = outcome.kind === 'written' || outcome.kind === 'unchanged'
  const expected = isDone ? sent.text : sent.before?.text
  check(
    now?.text === expected,
    `the outcome is ${printOutcome(outcome)}, and the store holds ${JSON.stringify(now?.text)}`,
  )
}
