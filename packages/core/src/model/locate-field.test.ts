import { expect, it } from 'vitest'
import { locateField } from './locate-field.ts'

const pod = {
  metadata: { labels: { 'a/b': 'c' } },
  spec: { containers: [{ name: 'proxy' }, { name: 'app', image: 'x' }] },
}

it('finds where a keyed element stands in one document', () => {
  expect(locateField(pod, ['spec', 'containers', '[name=app]', 'image'])).toBe('/spec/containers/1/image')
  expect(locateField(pod, ['metadata', 'labels', 'a/b'])).toBe('/metadata/labels/a~1b')
  expect(locateField(pod, [])).toBe('')
})

it('finds nothing where the document has none', () => {
  expect(locateField(pod, ['spec', 'containers', '[name=job]'])).toBeUndefined()
  expect(locateField(pod, ['spec', 'replicas'])).toBeUndefined()
  expect(locateField(undefined, [])).toBeUndefined()
})
