import { getField } from '../model/get-field.ts'
import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { configMap, createObject, everything, keysOf, list, type ResourceSetup } from './resource-setup.ts'
import { largeText, manyItems, oddText } from './sample-text.ts'

/** Registers the groups about what a cluster may hold: many objects, large and odd ones. */
export function describeResourceShapes({ group, test }: Register<ResourceSetup>): void {
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
}
