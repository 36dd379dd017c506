import type { ResourceQuery, ResourceResult, ResourceSource } from '../contract/resource-source.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import { formatResourceKey } from '../model/resource-identity.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors, lacking } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { largeText, manyItems, oddText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A cluster without the objects of the suite, for {@link resourceSuite}. */
export interface ResourceSetup extends HarnessSetup {
  /** Puts objects into the cluster, in its namespaces `shop` and `other`. */
  seed(objects: readonly JsonObject[]): Promise<void>
}

// The least that an API server accepts.
const deploymentSpec = {
  replicas: 3,
  selector: { matchLabels: { app: 'shop' } },
  template: {
    metadata: { labels: { app: 'shop' } },
    spec: { containers: [{ name: 'web', image: 'shop.example/web:1' }] },
  },
}
const web = createObject('v1', 'ConfigMap', 'shop', 'web', { app: 'shop' })
const objects = [
  web,
  createObject('v1', 'ConfigMap', 'shop', 'db', { app: 'db' }),
  createObject('v1', 'ConfigMap', 'other', 'web', { app: 'shop' }),
  { ...createObject('apps/v1', 'Deployment', 'shop', 'web', { app: 'shop' }), spec: deploymentSpec },
]
const configMap = { group: '', kind: 'ConfigMap' }
const deployment = { group: 'apps', kind: 'Deployment' }
const missing = { group: 'apps', kind: 'Nothing' }
const everything: ResourceQuery = { kinds: [configMap, deployment], identities: [], namespaces: ['shop'] }

/** Registers what every ResourceSource has to keep to. */
export function resourceSuite(runner: SuiteRunner, harness: Harness<ResourceSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, provoked } = register
  register.suite('resources', () => {
    describeContract(register)
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

    group('paging', () => {
      test(`answers ${manyItems} objects, each once`, async (setup) => {
        const names = Array.from({ length: manyItems }, (_, index) => `map-${String(index).padStart(3, '0')}`)
        await setup.seed(names.map((name) => createObject('v1', 'ConfigMap', 'shop', name, {})))
        const found = await list(setup, { ...everything, kinds: [configMap] })
        checkEqual(
          keysOf(found),
          names.map((name) => `ConfigMap/shop/${name}`),
          'objects',
        )
      })
    })

    group('large units', () => {
      test('answers a whole object of half a mebibyte', async (setup) => {
        const data = { value: largeText() }
        await setup.seed([{ ...createObject('v1', 'ConfigMap', 'shop', 'big', {}), data }])
        const found = await list(setup, { ...everything, kinds: [configMap] })
        const objects = found.flatMap((item) => (item.kind === 'object' ? [item.object] : []))
        check(
          objects.some((object) => getField(object, ['data', 'value']) === data.value),
          'no object has the whole value',
        )
      })
    })

    group('unicode and odd names', () => {
      test('keeps every character of keys and values', async (setup) => {
        const data = { constructor: oddText('web'), '0': 'e\u0301', 'a.b_c-d': '\u{1d4b3} 👩‍👩‍👧' }
        await setup.seed([{ ...createObject('v1', 'ConfigMap', 'shop', 'a.b.c-0', { app: 'x' }), data }])
        const found = await list(setup, { ...everything, kinds: [configMap], labelSelector: 'app=x' })
        checkEqual(keysOf(found), ['ConfigMap/shop/a.b.c-0'], 'objects')
        for (const item of found) {
          if (item.kind === 'object') checkEqual(getField(item.object, ['data']), data, 'data')
        }
      })
    })

    group('prediction', () => {
      test('says what the server would make of an object, and stores nothing', async (setup) => {
        const prediction = await resourcesOf(setup).predict?.(web, setup.call)
        if (prediction === undefined) return
        check(prediction.kind === 'predicted', 'the object is not predicted')
        checkEqual(getField(prediction.object, ['data']), web['data'], 'data of the prediction')
        checkEqual(keysOf(await list(setup, everything)), [], 'objects')
      })
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

    describeCuts(register, {
      'resources.schemas': {
        run: (setup) =>
          catchError(async () => {
            const results = resourcesOf(setup).schemas?.([missing], setup.call)
            if (results === undefined) return
            const found = await collect(results)
            for (const result of found) if (result.kind === 'unknown') throw result.error
            checkEqual(found.length, 1, 'results for one kind')
          }),
      },
      'resources.predict': {
        run: (setup) =>
          catchError(async () => {
            const prediction = await resourcesOf(setup).predict?.(web, setup.call)
            if (prediction?.kind === 'unknown') throw prediction.error
            if (prediction === undefined) return
            checkEqual(prediction.object['kind'], 'ConfigMap', 'kind of the prediction')
          }),
      },
      'resources.resources': {
        prepare: (setup) => setup.seed(objects),
        run: (setup) =>
          catchError(async () => {
            const found = await list(setup, everything)
            for (const kind of completed(found)) {
              const keys = keysOf(found).filter((key) => key.startsWith(kind))
              checkEqual(keys.length, kind === 'ConfigMap' ? 2 : 1, `objects of ${kind}, which is complete`)
            }
          }),
      },
    })
    describeErrors(register, {
      requests: {
        'resources.schemas': async (setup, call) => {
          const results = resourcesOf(setup).schemas?.([missing], call)
          if (results === undefined) return lacking
          return catchError(async () => {
            for await (const result of results) if (result.kind === 'unknown') throw result.error
          })
        },
        'resources.predict': async (setup, call) => {
          const resources = resourcesOf(setup)
          if (resources.predict === undefined) return lacking
          return catchError(async () => {
            const prediction = await resources.predict?.(web, call)
            if (prediction?.kind === 'unknown') throw prediction.error
          })
        },
        'resources.resources': (setup, call) =>
          catchError(async () => {
            for await (const item of resourcesOf(setup).resources(everything, call)) {
              if (item.kind === 'unknown') throw item.error
            }
          }),
      },
    })
  })
}

function resourcesOf(setup: ResourceSetup): ResourceSource {
  return requireMember(setup.endpoint.resources, 'resources')
}

function list(setup: ResourceSetup, query: ResourceQuery): Promise<readonly ResourceResult[]> {
  return collect(resourcesOf(setup).resources(query, setup.call))
}

// A cluster has ConfigMaps of its own, for instance `kube-root-ca.crt` in every namespace.
function keysOf(found: readonly ResourceResult[]): readonly string[] {
  return found
    .flatMap((item) =>
      item.kind === 'object' && isOurs(item.object) ? [formatResourceKey(item.identity)] : [],
    )
    .sort()
}

function isOurs(object: JsonObject): boolean {
  const annotations = getField(object, ['metadata', 'annotations'])
  return isJsonObject(annotations) && annotations['x.example/odd'] === ''
}

function completed(found: readonly ResourceResult[]): string[] {
  return found.flatMap((item) => (item.kind === 'complete' ? [item.resource.kind] : []))
}

function createObject(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): JsonObject {
  const metadata = { name, namespace, labels, annotations: { 'x.example/odd': '' } }
  return { apiVersion, kind, metadata, ...(kind === 'ConfigMap' ? { data: { value: 'Grüße' } } : {}) }
}
