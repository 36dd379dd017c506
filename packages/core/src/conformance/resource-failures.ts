import type { Call } from '../contract/call.ts'
import type { SchemaResult } from '../contract/resource-source.ts'
import { catchError } from './catch-error.ts'
import { checkEqual } from './check.ts'
import { collect } from './collect.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Register } from './register.ts'
import { requireMember } from './require-member.ts'
import {
  completed,
  everything,
  keysOf,
  list,
  objects,
  predict,
  type ResourceSetup,
  resourcesOf,
} from './resource-setup.ts'

const missing = { group: 'apps', kind: 'Nothing' }

/** Registers the groups that every suite ends with, for every method of a ResourceSource. */
export function describeResourceFailures(register: Register<ResourceSetup>): void {
  describeCuts(register, {
    'resources.schemas': {
      run: (setup) =>
        catchError(async () => {
          checkEqual((await readSchemas(setup)).length, 1, 'results for one kind')
        }),
    },
    'resources.predict': {
      run: (setup) =>
        catchError(async () => {
          checkEqual((await predict(setup))['kind'], 'ConfigMap', 'kind of the prediction')
        }),
    },
    'resources.resources': {
      prepare: (setup) => setup.seed(objects),
      run: (setup) =>
        catchError(async () => {
          const found = await list(setup, everything)
          for (const kind of completed(found)) {
            const keys = keysOf(found).filter((key) => key.startsWith(kind))
            checkEqual(keys.length, kind === 'ConfigMap' ? 2 : 1, `objects of ${kind}, which is complete`)
          }
        }),
    },
  })
  describeErrors(register, {
    requests: {
      'resources.schemas': (setup, call) => catchError(() => readSchemas(setup, call)),
      'resources.predict': (setup, call) => catchError(() => predict(setup, call)),
      'resources.resources': (setup, call) =>
        catchError(async () => {
          for await (const item of resourcesOf(setup).resources(everything, call)) {
            if (item.kind === 'unknown') throw item.error
          }
        }),
    },
  })
}

async function readSchemas(setup: ResourceSetup, call: Call = setup.call): Promise<readonly SchemaResult[]> {
  const resources = resourcesOf(setup)
  const found = await collect(requireMember(resources.schemas?.([missing], call), 'resources.schemas'))
  for (const result of found) if (result.kind === 'unknown') throw result.error
  return found
}
