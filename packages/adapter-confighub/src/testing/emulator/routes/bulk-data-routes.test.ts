import { expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

it('reads the configuration of the units that where matches, as text', async () => {
  const { json, call, emulator, space } = await startTestEmulator()
  emulator.addSpace('dev')
  const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: "é"\n' })
  emulator.addUnit({ space: 'prod', slug: 'api', text: 'a: 2\n' })
  emulator.addUnit({ space: 'dev', slug: 'web', text: 'a: 3\n' })
  const query = new URLSearchParams({ where: `SpaceID = '${space}' AND Slug IN ('web')` })
  expect(await json(`/unit_data?${query}`)).toEqual([
    {
      UnitID: unit,
      Slug: 'web',
      SpaceID: space,
      SpaceSlug: 'prod',
      Data: 'a: "é"\n',
      DataHash: emulator.read('prod', 'web')?.revisions.at(-1)?.DataHash,
      DataSize: 8,
    },
  ])
  expect(await json('/unit_data')).toHaveLength(3)
  expect((await call('/unit_data?limit=1')).status).toBe(501)
})
