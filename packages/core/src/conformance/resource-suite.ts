import type { ResourceResult } from '../contract/resource-source.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { getField } from '../model/get-field.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import type { Harness } from './harness.ts'
import { createRegister } from './register.ts'
import { describeResourceFailures } from './resource-failures.ts'
import {
  completed,
  configMap,
  deployment,
  everything,
  keysOf,
  list,
  objects,
  predict,
  type ResourceSetup,
  resourcesOf,
  web,
} from './resource-setup.ts'
import { describeResourceShapes } from './resource-shapes.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** Registers what every ResourceSource has to keep to. */
export function resourceSuite(runner: SuiteRunner, harness: Harness<ResourceSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, provoked, having } = register
  register.suite('resources', () => {
    describeContract(register, ['resources.predict', 'resources.schemas'])
    group('identity', () => {
      test('answers each object once, whole, under its identity', async (setup) => {
        await setup.seed(objects)
        const found = await list(setup, everything)
        checkEqual(
          keysOf(found),
          ['ConfigMap/shop/db', 'ConfigMap/shop/web', 'Deployment.apps/shop/web'],
          'objects',
        )
        for (const item of found) {
          if (item.kind !== 'object' || item.identity.name !== 'web' || item.identity.group !== '') continue
          checkEqual(getField(item.object, ['data']), web['data'], 'data of an object')
          checkEqual(
            getField(item.object, ['metadata', 'annotations']),
            { 'x.example/odd': '' },
            'annotations',
          )
        }
      })
      test('says where it looks', async (setup) => {
        check(resourcesOf(setup).place !== '', 'the place is empty')
      })
    })

    group('selection', () => {
      test('lists by label in the namespaces asked for', async (setup) => {
        await setup.seed(objects)
        const query = { ...everything, labelSelector: 'app=shop', namespaces: ['shop', 'other'] }
        checkEqual(
          keysOf(await list(setup, query)),
          ['ConfigMap/other/web', 'ConfigMap/shop/web', 'Deployment.apps/shop/web'],
          'objects',
        )
      })
      test('looks up an identity whatever its labels, and says nothing of one that is not there', async (setup) => {
        await setup.seed(objects)
        const identities = ['db', 'nothing'].map((name) => ({ ...configMap, namespace: 'shop', name }))
        const query = { kinds: [], identities, labelSelector: 'app=shop', namespaces: ['shop'] }
        checkEqual(keysOf(await list(setup, query)), ['ConfigMap/shop/db'], 'objects')
      })
    })

    group('completeness', () => {
      test('completes every kind once, after its objects, also one without any', async (setup) => {
        await setup.seed(objects)
        const secret = { group: '', kind: 'Secret' }
        const found = await list(setup, { ...everything, kinds: [configMap, secret, deployment] })
        checkEqual(completed(found).sort(), ['ConfigMap', 'Deployment', 'Secret'], 'completed kinds')
        for (const kind of ['ConfigMap', 'Deployment']) {
          const last = found.findLastIndex((item) => item.kind === 'object' && item.identity.kind === kind)
          const end = found.findIndex((item) => item.kind === 'complete' && item.resource.kind === kind)
          check(last < end, `${kind} was complete before its last object`)
        }
      })
      provoked('cut-listing', 'does not complete a listing that broke off', async (setup) => {
        await setup.seed(objects)
        await setup.provoke('cut-listing')
        let found: readonly ResourceResult[] = []
        const error = await catchError(async () => {
          found = await list(setup, everything)
        })
        const failed = AdapterError.isInstance(error) || completed(found).length < 2
        check(failed, 'a listing that broke off completed every kind')
      })
    })

    group('unreadable is not absent', () => {
      provoked(
        'unreadable',
        'tells a kind that cannot be read, and goes on with the others',
        async (setup) => {
          await setup.seed(objects)
          await setup.provoke('unreadable', 'ConfigMap')
          const found = await list(setup, everything)
          const unknown = found.flatMap((item) => (item.kind === 'unknown' ? [item.resource.kind] : []))
          checkEqual(unknown, ['ConfigMap'], 'unknown kinds')
          checkEqual(completed(found), ['Deployment'], 'completed kinds')
        },
      )
    })

    group('prediction', () => {
      having('resources.predict').test(
        'says what the server would make of an object, and stores nothing',
        async (setup) => {
          const predicted = await predict(setup)
          checkEqual(getField(predicted, ['data']), web['data'], 'data of the prediction')
          checkEqual(keysOf(await list(setup, everything)), [], 'objects')
        },
      )
    })

    group('resume', () => {
      test('begins anew after a listing that was left halfway', async (setup) => {
        await setup.seed(objects)
        for await (const _ of resourcesOf(setup).resources(everything, setup.call)) break
        const found = await list(setup, everything)
        checkEqual(
          keysOf(found),
          ['ConfigMap/shop/db', 'ConfigMap/shop/web', 'Deployment.apps/shop/web'],
          'objects of the next listing',
        )
      })
    })

    describeResourceShapes(register)
    describeResourceFailures(register)
  })
}
