import { writeFileSync } from 'node:fs'
import type { FileEdit } from '@tideway/core'
import {
  type CommitsSetup,
  commitsSuite,
  type EditorSetup,
  editorSuite,
  type SourceSetup,
  sourceSuite,
} from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { describe, it } from 'vitest'
import { createTestRepository } from './create-test-repository.ts'
import { openTestCheckout } from './open-test-checkout.ts'

const files = (units: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(units).map(([unit, text]) => [`apps/${unit}.yaml`, text]))

// An endpoint reads one commit for its whole life: what is committed is read by a new one.
async function setup(): Promise<SourceSetup & CommitsSetup & EditorSetup> {
  const repository = createTestRepository({ 'apps/README.md': '' })
  let checkout = await openTestCheckout(repository, {})
  const reopen = async () => {
    checkout = await openTestCheckout(repository, {})
  }
  const seed = async (units: Readonly<Record<string, string>>) => {
    repository.commit(files(units))
    await reopen()
  }
  return {
    get endpoint() {
      return checkout.endpoint
    },
    call: createTestCall(),
    seed,
    async commit(units, subject) {
      const edits = Object.entries(units).map(([unit, text]): FileEdit => {
        const path = `apps/${unit}.yaml`
        return text === undefined ? { kind: 'delete', path } : { kind: 'write', path, text }
      })
      const id = repository.apply(edits, subject)
      await reopen()
      return id
    },
    async render(edits) {
      repository.apply(edits)
      await reopen()
      return checkout.units()
    },
    provoke: async (_what, unit = '') => {
      writeFileSync(`${repository.directory}/apps/${unit}.yaml`, Uint8Array.of(0xff))
      await seed({})
    },
    close: async () => repository.remove(),
  }
}

const runner = { describe, it }
const harness = { name: 'a Git checkout', provokes: ['unreadable'], setup } as const
sourceSuite(runner, harness)
commitsSuite(runner, harness)
editorSuite(runner, harness)
