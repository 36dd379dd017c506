import { createFaultPlan, createMemoryConfigHub, createTestCall, withFaults } from '@tideway/core/testing'
import { expect, it } from 'vitest'
import { requireKnownUnit } from './require-known-unit.ts'

const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n'

it('knows what either side has, also where it cannot be read, and names the nearest for anything else', async () => {
  const git = createMemoryConfigHub({ name: 'git' })
  const confighub = createMemoryConfigHub({ name: 'confighub' })
  git.as({ kind: 'person' }).write('web', text, 'New')
  confighub.as({ kind: 'person' }).write('broken', text, 'New')
  const broken = withFaults(
    confighub,
    createFaultPlan(() => ({ kind: 'unreadable', name: 'broken' })),
  )
  const ask = (unit: string) => requireKnownUnit([git, broken], unit, createTestCall())
  await ask('web')
  await ask('broken')
  await expect(ask('webb')).rejects.toThrow(/neither git nor confighub has a unit webb; did you mean web\?/)
})
