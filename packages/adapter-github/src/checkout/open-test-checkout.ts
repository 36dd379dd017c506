import type { Endpoint, SourceEdits, WantedUnit } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { createGitCheckout } from './create-git-checkout.ts'
import type { TestRepository } from './create-test-repository.ts'
import type { GitCheckoutOptions } from './git-checkout-options.ts'

/** A connected checkout, as this package's tests ask it. */
export interface TestCheckout {
  readonly endpoint: Endpoint
  /** What was logged as a warning. */
  readonly warnings: readonly string[]
  /** The text of every unit, or the message of why there is none. */
  units(): Promise<Readonly<Record<string, string>>>
  edit(...wanted: readonly WantedUnit[]): Promise<SourceEdits>
}

/** Connects to a test's repository; by default it renders the plain files in `apps`. */
export async function openTestCheckout(
  repository: TestRepository,
  options: Partial<GitCheckoutOptions>,
): Promise<TestCheckout> {
  const warnings: string[] = []
  const logger = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
  const call = createTestCall({ logger })
  const endpoint = await createGitCheckout({
    directory: repository.directory,
    environment: 'prod',
    render: [{ kind: 'files', path: 'apps' }],
    ...options,
  }).connect(call)
  const { source, editor } = endpoint
  return {
    endpoint,
    warnings,
    units: async () => {
      const units: Record<string, string> = {}
      for await (const item of source?.list({}, call) ?? []) {
        if (item.kind === 'complete') continue
        const ref = item.kind === 'unit' ? item.head.ref : item.ref
        for await (const read of source?.read([ref], call) ?? []) {
          if (read.kind === 'unit') units[ref.unit] = read.text
          if (read.kind === 'unreadable') units[ref.unit] = read.error.message
        }
      }
      return units
    },
    edit: async (...wanted) => {
      if (editor === undefined) throw new Error('the checkout has no editor')
      const { files, unresolved } = await editor.edit(wanted, call)
      return { files, unresolved }
    },
  }
}
