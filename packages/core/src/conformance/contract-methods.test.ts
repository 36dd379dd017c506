import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { intercept } from '../decorators/intercept.ts'
import { registerMemorySuites } from '../testing/memory-suites.fixture.ts'
import { createTestCall } from '../testing/test-call.ts'
import { listContractMethods } from './contract-methods.fixture.ts'
import type { SuiteRunner } from './suite-runner.ts'

const methods = listContractMethods()

it('finds the methods of the contract, those of members of members too', () => {
  expect(methods).toContain('source.list')
  expect(methods).toContain('archive.history.filesAt')
  expect(methods).toContain('commits.changesOf')
  expect(methods.length).toBeGreaterThan(20)
})

describe('every method of the contract', () => {
  const names = listTests(registerMemorySuites)
  const traits = {
    'is cancelled': (method: string) =>
      `a cancelled ${method} ends with an error of kind aborted, without effect`,
    'runs out of time': (method: string) => `${method} ends as aborted when its time is up`,
    'is unauthorized': (method: string) => `${method} tells unauthorized as unauthorized, with a next step`,
    'is limited in rate': (method: string) =>
      `${method} tells rate-limited as rate-limited, with a next step`,
    'loses each of its answers': (method: string) =>
      `${method} tells the truth, whichever of its requests has no answer`,
  }

  it.each(Object.entries(traits))('%s in a suite', (_, nameOf) => {
    expect(methods.filter((method) => !names.has(nameOf(method)))).toEqual([])
  })

  it('goes through an interceptor', () => {
    const asked: string[] = []
    const note = <Answer>({ method }: { readonly method: string }, answer: () => Answer) => {
      asked.push(method)
      return answer()
    }
    const endpoint = intercept(makeEndpoint(methods), { ask: note, stream: note })
    const call = createTestCall()
    for (const method of methods) {
      const found = method.split('.').reduce<unknown>(getMember, endpoint)
      if (typeof found === 'function') void found(call, call, call, call)
    }
    expect(asked).toEqual(methods)
  })
})

function listTests(register: (runner: SuiteRunner) => void): ReadonlySet<string> {
  const names = new Set<string>()
  register({ describe: (_, body) => body(), it: (name) => names.add(name) })
  return names
}

// An endpoint whose every method answers its own path.
function makeEndpoint(paths: readonly string[]): Endpoint {
  const endpoint: Record<string, unknown> = { name: 'everything', specVersion: 1 }
  for (const path of paths) {
    const [method = '', ...owners] = path.split('.').toReversed()
    let owner = endpoint
    for (const name of owners.toReversed()) {
      const next = owner[name] ?? {}
      owner[name] = next
      if (isRecord(next)) owner = next
    }
    owner[method] = () => path
  }
  if (!isEndpoint(endpoint)) throw new TypeError('it has become no endpoint')
  return endpoint
}

function isEndpoint(value: Record<string, unknown>): value is Record<string, unknown> & Endpoint {
  return value['specVersion'] === 1
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function getMember(owner: unknown, name: string): unknown {
  return isRecord(owner) ? owner[name] : undefined
}
