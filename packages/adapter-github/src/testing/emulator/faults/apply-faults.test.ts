import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../start-test-emulator.ts'

let github: TestEmulator
let main: string

const create = (name: string) => github.call('POST', 'git/refs', { ref: `refs/heads/${name}`, sha: main })

beforeEach(async () => {
  github = await startTestEmulator()
  main = (await github.repository.resolve('main')) ?? ''
})
afterEach(() => github.close())

test('a connection is cut before or after the request took effect', async () => {
  github.emulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'cut-before' } })
  await expect(create('before')).rejects.toThrow('fetch failed')
  expect(await github.repository.resolve('before')).toBeUndefined()
  github.emulator.faults.add({ match: { path: '/git/refs' }, fault: { kind: 'cut-after' } })
  await expect(create('after')).rejects.toThrow('fetch failed')
  expect(await github.repository.resolve('after')).toBe(main)
  expect(github.emulator.requests.map((request) => request.status)).toEqual([0, 0])
})

test('a status replaces the answer before or after the effect', async () => {
  github.emulator.faults.add({ fault: { kind: 'status', status: 502 } })
  expect((await create('x')).status).toBe(502)
  expect(await github.repository.resolve('x')).toBeUndefined()
  github.emulator.faults.add({ fault: { kind: 'status', status: 500, when: 'after' } })
  expect((await create('x')).status).toBe(500)
  expect(await github.repository.resolve('x')).toBe(main)
})

test('an answer is cut short', async () => {
  github.emulator.faults.add({ fault: { kind: 'truncate', bytes: 10 } })
  await expect(github.call('GET', 'git/ref/heads/main')).rejects.toThrow('terminated')
})

test('limits are told in GitHub’s words, with and without Retry-After', async () => {
  github.emulator.faults.add(
    { fault: { kind: 'secondary-limit', retryAfter: 1 } },
    { skip: 1, fault: { kind: 'secondary-limit' } },
    { skip: 2, fault: { kind: 'too-many-requests', retryAfter: 7 } },
    { skip: 3, fault: { kind: 'graphql-rate-limit' } },
    { skip: 4, fault: { kind: 'html' } },
  )
  const seen = []
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const answer = await github.call('GET', 'git/ref/heads/main')
    seen.push([answer.status, answer.headers.get('retry-after'), answer.at('errors.0.type')])
  }
  expect(seen).toEqual([
    [403, '1', 'undefined'],
    [403, null, 'undefined'],
    [429, '7', 'undefined'],
    [200, null, 'RATE_LIMITED'],
    [502, null, 'undefined'],
    [200, null, 'undefined'],
  ])
  expect(github.emulator.faults.pending()).toEqual([])
})

test('something happens between a read and a write', async () => {
  const ours = await github.commit(main, { ours: '1\n' })
  github.emulator.faults.add({
    match: { method: 'PATCH', path: /\/git\/refs\// },
    fault: {
      kind: 'meanwhile',
      act: () => github.repository.commitFiles('main', { theirs: '1\n' }, 'Theirs'),
    },
  })
  const answer = await github.call('PATCH', 'git/refs/heads/main', { sha: ours })
  expect([answer.status, answer.at('message')]).toEqual([422, 'Update is not a fast forward'])
  expect(Object.keys(await github.repository.files('main'))).toContain('theirs')
})

test('an answer comes late', async () => {
  github.emulator.faults.add({ fault: { kind: 'latency', milliseconds: 60 } })
  const start = performance.now()
  expect((await github.call('GET', 'labels')).status).toBe(200)
  expect(performance.now() - start).toBeGreaterThan(50)
})
