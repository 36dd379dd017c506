import type { Call } from '../contract/call.ts'
import type { AnnotationOutcome, ResourceAnnotation } from '../contract/resource-annotator.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceIdentity } from '../model/resource-identity.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import type { ResourceSetup } from './resource-setup.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A cluster without the objects of the suite, for {@link annotatorSuite}. */
export interface AnnotatorSetup extends ResourceSetup {
  /** The live object, read past the endpoint; undefined where there is none. */
  readBack(identity: ResourceIdentity): Promise<JsonObject | undefined>
}

const web: ResourceIdentity = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'web' }
const kept = { 'shop.example/owner': 'Größe “€”' }
const before = { ...kept, 'shop.example/old': '1' }
const object: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web', namespace: 'shop', annotations: before },
  data: { value: 'one' },
}
const annotations = { 'shop.example/new': 'e\u0301 👩‍👩‍👧', 'shop.example/old': null }
const annotated = { ...kept, 'shop.example/new': 'e\u0301 👩‍👩‍👧' }

/** Registers what every ResourceAnnotator has to keep to. */
export function annotatorSuite(runner: SuiteRunner, harness: Harness<AnnotatorSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test } = register
  register.suite('annotator', () => {
    describeContract(register)
    group('identity', () => {
      test('sets and removes annotations, and changes nothing else', async (setup) => {
        const change = await seed(setup)
        checkEqual(kindsOf(await annotate(setup, [change])), ['written'], 'outcomes')
        const now = await setup.readBack(web)
        checkEqual(annotationsOf(now), annotated, 'annotations')
        checkEqual(now?.['data'], object['data'], 'data')
      })
    })

    group('conditional write', () => {
      test('leaves an object alone that has changed since it was read', async (setup) => {
        const change = await seed(setup)
        await annotate(setup, [{ ...change, annotations: { 'shop.example/other': '1' } }])
        const changed = await setup.readBack(web)
        checkEqual(kindsOf(await annotate(setup, [change])), ['lost-race'], 'outcomes')
        checkEqual(await setup.readBack(web), changed, 'object')
      })
    })

    group('partial failure', () => {
      test('answers for each in order where one is not there', async (setup) => {
        const change = await seed(setup)
        const nothing = { ...change, identity: { ...web, name: 'nothing' } }
        const outcomes = await annotate(setup, [nothing, change])
        checkEqual(
          outcomes.map(({ kind, identity }) => [kind, identity.name]),
          [
            ['refused', 'nothing'],
            ['written', 'web'],
          ],
          'outcomes',
        )
        check(AdapterError.isInstance(outcomes[0]?.error), 'a refusal says no error')
      })
    })

    group('read-only run', () => {
      test('refuses to annotate in a run that may only read, without effect', async (setup) => {
        const change = await seed(setup)
        const call = { ...setup.call, readOnly: true }
        const outcomes = await annotate(setup, [change], call)
        checkEqual(kindsOf(outcomes), ['refused'], 'outcomes')
        checkEqual(annotationsOf(await setup.readBack(web)), before, 'annotations')
      })
    })

    describeCuts(register, {
      'annotator.annotate': {
        prepare: async (setup) => setup.seed([object]),
        run: async (setup) => {
          const added = { 'shop.example/new': '1' }
          const change = { ...changeOf(await setup.readBack(web)), annotations: added }
          let outcomes: readonly AnnotationOutcome[] = []
          const error = await catchError(async () => {
            outcomes = await annotate(setup, [change])
          })
          for (const { kind } of outcomes) {
            if (kind === 'unknown') continue
            const wanted = { ...before, ...(kind === 'written' ? added : {}) }
            checkEqual(annotationsOf(await setup.readBack(web)), wanted, `annotations after ${kind}`)
          }
          return error ?? outcomes.find(({ kind }) => kind === 'unknown')?.error
        },
      },
    })
    describeErrors(register, {
      requests: {
        'annotator.annotate': (setup, call) =>
          catchError(async () => {
            const change: ResourceAnnotation = { identity: web, resourceVersion: '1', annotations }
            for (const { error } of await annotate(setup, [change], call)) if (error) throw error
          }),
      },
      afterAbort: async (setup) => {
        const change = await seed(setup)
        await catchError(() => annotate(setup, [change], { ...setup.call, signal: AbortSignal.abort() }))
        const now = annotationsOf(await setup.readBack(web))
        checkEqual(now, before, 'annotations after a cancelled change')
      },
    })
  })
}

async function seed(setup: AnnotatorSetup): Promise<ResourceAnnotation> {
  await setup.seed([object])
  return changeOf(await setup.readBack(web))
}

function changeOf(live: JsonObject | undefined): ResourceAnnotation {
  const version = getField(live ?? {}, ['metadata', 'resourceVersion'])
  return { identity: web, resourceVersion: String(version), annotations }
}

function annotate(
  setup: AnnotatorSetup,
  changes: readonly ResourceAnnotation[],
  call: Call = setup.call,
): Promise<readonly AnnotationOutcome[]> {
  return collect(requireMember(setup.endpoint.annotator, 'annotator').annotate(changes, call))
}

function kindsOf(outcomes: readonly AnnotationOutcome[]): readonly string[] {
  return outcomes.map(({ kind }) => kind)
}

function annotationsOf(live: JsonObject | undefined): unknown {
  return getField(live ?? {}, ['metadata', 'annotations'])
}
