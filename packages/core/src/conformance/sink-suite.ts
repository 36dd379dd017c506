import type { WriteOutcome } from '../contract/sink.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness } from './harness.ts'
import { createRegister, type Register } from './register.ts'
import { requireMember } from './require-member.ts'
import { sampleText } from './sample-text.ts'
import { describeAbilities } from './sink-abilities.ts'
import { describeConditions } from './sink-conditions.ts'
import type { SinkSetup } from './sink-setup.ts'
import { describeSinkShapes } from './sink-shapes.ts'
import { describeConcurrentWriters } from './sink-writers.ts'
import type { SuiteRunner } from './suite-runner.ts'
import {
  checkHonest,
  checkOutcome,
  checkOutcomes,
  printOutcome,
  textWrite,
  writeUnit,
  writeUnits,
} from './write-units.ts'

const text = sampleText('web', 'Grüße\t“€”')

/** Registers what every Sink has to keep to. The endpoint needs a Source too. */
export function sinkSuite(runner: SuiteRunner, harness: Harness<SinkSetup>): void {
  const register = createRegister(runner, harness)
  register.suite('sink', () => {
    describeContract(register, ['capabilities.conditionalWrites'])
    describeIdentity(register)
    describeConditions(register)
    describeAbilities(register)
    describeIdempotence(register)
    describePartialFailure(register)
    describeUnknownOutcome(register)
    describeConcurrentWriters(register)
    describeSinkShapes(register)
    describeCuts(register, { 'sink.write': { run: writeThree } })
    describeErrors(register, {
      prepare: (setup) => setup.seed({ db: sampleText('db', 'there') }),
      requests: {
        'sink.write': async (setup, call) => {
          const outcomes = await collect(
            requireMember(setup.endpoint.sink, 'sink').write([textWrite('web', text, 'absent')], call),
          )
          for (const outcome of outcomes) await checkHonest(setup, outcome, { unit: 'web', text })
          return outcomes[0]?.error
        },
      },
      afterAbort: async (setup) => {
        const cancelled = { ...setup.call, signal: AbortSignal.abort() }
        const writes = [textWrite('web', text, 'absent'), textWrite('cache', text, 'absent')]
        const outcomes = await writeUnits(setup, writes, cancelled)
        checkOutcomes(outcomes, 'not-tried', 'outcome of a cancelled write')
        check((await setup.readBack('web')) === undefined, 'a cancelled write had an effect')
      },
    })
  })
}

function describeIdentity({ group, test }: Register<SinkSetup>): void {
  group('identity', () => {
    test('creates a unit with the exact text, at the revision that it names', async (setup) => {
      const outcome = await writeUnit(setup, textWrite('web', text, 'absent'))
      const stored = await setup.readBack('web')
      checkOutcome(outcome, 'written')
      checkEqual(stored?.text, text, 'stored text')
      checkEqual(outcome.revision ?? stored?.revision, stored?.revision, 'revision')
    })
    test('updates the one unit that is named', async (setup) => {
      await setup.seed({ db: sampleText('db', 'kept'), web: sampleText('web', 'old') })
      const before = await setup.readBack('web')
      await writeUnit(setup, textWrite('web', text, before?.revision ?? ''))
      checkEqual((await setup.readBack('web'))?.text, text, 'stored text')
      checkEqual((await setup.readBack('db'))?.text, sampleText('db', 'kept'), 'text of the other unit')
    })
  })
}

function describeIdempotence({ group, test }: Register<SinkSetup>): void {
  group('idempotence', () => {
    test('answers unchanged for the text that is there, and makes no revision', async (setup) => {
      await setup.seed({ web: text })
      const before = await setup.readBack('web')
      const outcome = await writeUnit(setup, textWrite('web', text, before?.revision ?? ''))
      checkOutcome(outcome, 'unchanged')
      checkEqual((await setup.readBack('web'))?.revision, before?.revision, 'revision')
    })
  })
}

function describePartialFailure({ group, test }: Register<SinkSetup>): void {
  group('partial failure', () => {
    test('answers every write in order where one among them is refused', async (setup) => {
      const [db, cache] = [sampleText('db', 'one'), sampleText('cache', 'one')]
      const writes = [
        textWrite('web', text, 'absent'),
        setup.refusedWrite('refused'),
        textWrite('db', db, 'absent'),
        textWrite('cache', cache, 'absent'),
      ]
      const outcomes = await writeUnits(setup, writes)
      const [first, second, third, fourth] = outcomes
      checkOutcome(first, 'written', 'the first outcome')
      checkOutcome(second, 'refused', 'outcome of the harness’s "refusedWrite"')
      check(AdapterError.isInstance(second?.error), 'a refused write says no error')
      if (first !== undefined) await checkHonest(setup, first, { unit: 'web', text })
      if (third !== undefined) await checkHonest(setup, third, { unit: 'db', text: db })
      if (fourth !== undefined) await checkHonest(setup, fourth, { unit: 'cache', text: cache })
    })
  })
}

function describeUnknownOutcome({ group, provoked, harness }: Register<SinkSetup>): void {
  group('unknown outcome', () => {
    provoked('lost-answer', 'claims nothing of a write whose answer was lost', async (setup) => {
      await setup.provoke('lost-answer')
      let outcome: WriteOutcome | undefined
      const made = setup.requests?.()
      const error = await catchError(async () => {
        outcome = await writeUnit(setup, textWrite('web', text, 'absent'))
      })
      check(error === undefined, `a sink does not throw for an item: ${String(error)}`)
      const isKnown = outcome?.kind !== 'unknown'
      check(
        !isKnown || outcome?.kind === 'written',
        `the outcome is ${printOutcome(outcome)}, and nobody knows`,
      )
      checkEqual((await setup.readBack('web'))?.text, text, 'stored text: the harness let the write through')
      // An adapter may look for itself, and then say that it was written; the look is a request more.
      if (!isKnown) return
      const usual = await countRequests(harness)
      const isLooked = made !== undefined && usual !== undefined && (setup.requests?.() ?? 0) - made > usual
      check(
        isLooked,
        'the outcome is "written", as if the answer had arrived: the harness’s provoke("lost-answer") did not bring it about, or the endpoint claims what it cannot know. Where it looks for itself, count "requests" in the setup',
      )
    })
  })
}

async function countRequests(harness: Harness<SinkSetup>): Promise<number | undefined> {
  const setup = await harness.setup()
  try {
    const before = setup.requests?.()
    await writeUnit(setup, textWrite('web', text, 'absent'))
    const after = setup.requests?.()
    return before === undefined || after === undefined ? undefined : after - before
  } finally {
    await setup.close()
  }
}

// Answers the first error; every outcome is held against the store.
async function writeThree(setup: SinkSetup): Promise<unknown> {
  const names = ['a', 'b', 'c']
  const outcomes = await writeUnits(
    setup,
    names.map((name) => textWrite(name, sampleText(name, '1'), 'absent')),
  )
  for (const outcome of outcomes) {
    await checkHonest(setup, outcome, { unit: outcome.key, text: sampleText(outcome.key, '1') })
  }
  return outcomes.find(({ kind, error }) => kind === 'unknown' && error !== undefined)?.error
}
