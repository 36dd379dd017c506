import { expect, it } from 'vitest'
import { put, setField } from './people.ts'
import { openStores } from './stores.ts'

it('knows the values that a field has had on either side, each once, the newest last', () => {
  const stores = openStores()
  put(stores.inGit, 'alpha', 'alpha', { a: 'v1', b: 'v2', c: 'v3' })
  stores.observe()
  put(stores.inHub('Import'), 'alpha', 'alpha', { a: 'v1', b: 'v4', c: 'v3' })
  setField(stores.inHub('Again'), 'alpha', 'b', 'v2')
  expect(stores.heldBefore('alpha', 'b')).toEqual(['v2', 'v4'])
  expect(stores.heldBefore('beta', 'b')).toEqual([])
})
