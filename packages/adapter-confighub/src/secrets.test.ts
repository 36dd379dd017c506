import type { AdapterErrorKind, Call } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, startTestEndpoint, worker, writeOne } from './start-test-endpoint.ts'
import { create, update } from './test-writes.ts'
import type { FaultRule } from './testing/emulator/faults.ts'

const password = 'aHVudGVyMi1odW50ZXIy'
const secretText = `kind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${password}\n`

// Whoever answers may put anything into the words of a refusal.
const status = (code: number): FaultRule['fault'] => ({
  kind: 'status',
  status: code,
  body: JSON.stringify({ Message: `refused ${worker.secret} and data.password ${password}` }),
})
const faults: Readonly<Record<AdapterErrorKind, FaultRule['fault']>> = {
  unauthorized: status(401),
  forbidden: status(403),
  'not-found': status(404),
  'invalid-request': status(422),
  'invalid-response': { kind: 'html' },
  'lost-race': status(409),
  'rate-limited': status(429),
  unavailable: { kind: 'cut-before' },
  unsupported: status(501),
  'limit-exceeded': status(413),
  aborted: { kind: 'latency', milliseconds: 50 },
}
const kinds = Object.entries(faults)

const isTextWrite = ({ method, path }: { readonly method: string; readonly path: string }) =>
  path.startsWith('/api/') && (method === 'PUT' || method === 'POST')

async function provoke(fault: FaultRule['fault'], kind: string) {
  const said: unknown[] = []
  const tokens: string[] = []
  const { emulator, source, sink, history, delivery } = await startTestEndpoint({
    retries: 1,
    changeSets: true,
    fetch: (url, init) => {
      const authorization = new Headers(init.headers).get('authorization')
      if (authorization !== null) tokens.push(authorization.slice('Bearer '.length))
      return fetch(url, init)
    },
  })
  emulator.addUnit({ space: 'prod', slug: 'db', text: secretText })
  const log = (message: string, facts: unknown) => void said.push([message, facts])
  const cancelled = new AbortController()
  const call: Call = createTestCall({
    logger: { debug: log, warn: log },
    ...(kind === 'aborted' && { signal: cancelled.signal }),
  })
  const ref = { unit: 'db' }
  const more = `${secretText}  more: ${password}\n`
  const failures = async () => {
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => collect(source.list({}, call)),
      () => collect(source.read([ref, { unit: 'web' }], call)),
      () => collect(history.revisions(ref, call)),
      () => history.contentAt(ref, '2', call),
      () => collect(delivery.look([{ ref, revision: '2' }], call)),
      () => writeOne(sink, update('2', more, 'db'), call),
      () => writeOne(sink, create(more, 'web'), call),
      () => writeOne(sink, { kind: 'purge', key: 'k', ref, expected: '2' }, call),
      () => writeOne(sink, { kind: 'annotate', key: 'k', ref, expected: '2', annotations: { a: 'b' } }, call),
    ]
    for (const attempt of attempts) said.push(await attempt().catch((error: unknown) => error))
  }
  emulator.faults.push({ fault })
  if (kind === 'aborted') cancelled.abort()
  await failures()
  // The write alone is refused, so that the text has been sent.
  emulator.faults.splice(0, 1, { match: isTextWrite, fault })
  await failures()
  return { shown: said.map(showDeeply).join('\n'), kindsSeen: said.flatMap(kindOf), tokens }
}

describe('what is shown', () => {
  it.each(kinds)('holds no token, worker secret or value of a Secret, after %s', async (kind, fault) => {
    const { shown, kindsSeen, tokens } = await provoke(fault, kind)
    expect(kindsSeen).toContain(kind)
    expect(tokens.length).toBeGreaterThan(0)
    for (const secret of [...tokens, worker.secret]) expect(shown).not.toContain(secret)
    if (kind !== 'aborted') expect(shown).toMatch(/could not (read|write|create|list|log in)/)
  })

  it.each(kinds)('does not repeat what a refusal of a Secret quotes, after %s', async (_, fault) => {
    const writes: unknown[] = []
    const { emulator, sink } = await startTestEndpoint({ retries: 0 })
    emulator.addUnit({ space: 'prod', slug: 'db', text: secretText })
    emulator.faults.push({ match: isTextWrite, fault })
    writes.push(await writeOne(sink, update('2', `${secretText}# more\n`, 'db')))
    writes.push(await writeOne(sink, create(secretText, 'web')))
    const shown = writes.map(showDeeply).join('\n')
    expect(shown).toContain('kind')
    expect(shown).not.toContain(password)
  })
})

function kindOf(value: unknown): readonly unknown[] {
  const { kind, error } = Object(value)
  return [value instanceof Error ? kind : error?.kind]
}

/** Everything of a value that a log could show: also what an error does not enumerate, and its causes. */
function showDeeply(value: unknown): string {
  const seen = new Set<unknown>()
  const show = (part: unknown): string => {
    if (typeof part !== 'object' || part === null) return String(part)
    if (seen.has(part)) return ''
    seen.add(part)
    const own = Object.getOwnPropertyNames(part).map((name) => `${name}: ${show(Object(part)[name])}`)
    return `${String(part)} {${own.join(', ')}}`
  }
  return show(value)
}
