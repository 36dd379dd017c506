import type { Endpoint } from '../contract/endpoint.ts'
import { check, checkEqual } from './check.ts'
import type { HarnessSetup, Lackable } from './harness.ts'
import type { Register } from './register.ts'

/** The version of the contract that the suites test. */
const testedVersion = 1

/**
 * Registers the group that every suite begins with: what an endpoint says of itself, what it lacks of `lackable`, and its
 * end.
 */
export function describeContract<Setup extends HarnessSetup>(
  { group, test, harness }: Register<Setup>,
  lackable: readonly Lackable[] = [],
): void {
  group('contract', () => {
    test(`is of version ${testedVersion} of the contract, and says its name and capabilities`, async (setup) => {
      const { specVersion, name, capabilities } = setup.endpoint
      check(
        specVersion === testedVersion,
        `the endpoint is of version ${String(specVersion)} of the contract, and this suite tests version ${testedVersion}: use the suite of the @tideway/core that the adapter was written for`,
      )
      check(name !== '', 'the endpoint has no name')
      const { conditionalWrites, annotations, withdraw, purge } = capabilities
      checkEqual(
        [conditionalWrites, annotations, withdraw, purge].map((flag) => typeof flag),
        ['boolean', 'boolean', 'boolean', 'boolean'],
        'types of the four capabilities',
      )
    })
    if (lackable.length > 0) {
      test('lacks what the harness says, and nothing else', async (setup) => {
        checkEqual(
          lackable.filter((member) => !has(setup.endpoint, member)),
          lackable.filter((member) => harness.lacks?.includes(member)),
          'what the endpoint lacks, by the harness’s "lacks"',
        )
      })
    }
    test('can be closed twice', async (setup) => {
      await setup.endpoint.close()
      await setup.endpoint.close()
    })
  })
}

function has(endpoint: Endpoint, member: Lackable): boolean {
  let found: unknown = endpoint
  for (const name of member.split('.'))
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
  return found !== undefined && found !== false
}
