import { expect, it } from 'vitest'
import { runTideway } from '../command/run-tideway.ts'
import { runQuickstart } from './run-quickstart.ts'

it('tells the whole story, and every claim holds', async () => {
  let text = ''
  const held = await runQuickstart({ output: { write: (part) => (text += part) }, runTideway })
  expect(held, text).toBe(true)
})
