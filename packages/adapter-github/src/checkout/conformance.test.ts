import { writeFileSync } from 'node:fs'
import { type SourceSetup, sourceSuite } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { describe, it } from 'vitest'
import { createTestRepository } from './create-test-repository.ts'
import { openTestCheckout } from './open-test-checkout.ts'

const files = (units: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(units).map(([unit, text]) => [`apps/${unit}.yaml`, text]))

// An endpoint reads one commit for its whole life: what is seeded is read by a new one.
async function setup(): Promise<SourceSetup> {
  const repository = createTestRepository({ 'apps/README.md': '' })
  let { endpoint } = await openTestCheckout(repository, {})
  const seed = async (units: Readonly<Record<string, string>>) => {
    repository.commit(files(units))
    endpoint = (await openTestCheckout(repository, {})).endpoint
  }
  return {
    get endpoint() {
      return endpoint
    },
    call: createTestCall(),
    seed,
    provoke: async (_what, unit = '') => {
      writeFileSync(`${repository.directory}/apps/${unit}.yaml`, Uint8Array.of(0xff))
      await seed({})
    },
    close: async () => repository.remove(),
  }
}

sourceSuite({ describe, it }, { name: 'a Git checkout', provokes: ['unreadable'], setup })
