import { expect, it } from 'vitest'
import type { Span } from '../decorators/telemetry.ts'
import { traceFlow } from '../decorators/trace-flow.ts'
import { withTelemetry } from '../decorators/with-telemetry.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'

function record() {
  const lines: string[] = []
  const counts = new Map<string, number>()
  const open = new Set<string>()
  const begin = (path: string, name: string, unit: unknown): Span => {
    const own = `${path}/${name}${unit === undefined ? '' : ` ${unit}`}`
    open.add(own)
    return {
      begin: (child, attributes) => begin(own, child, attributes?.['unit']),
      count,
      end(failure) {
        open.delete(own)
        lines.push(failure === undefined ? own : `${own}: ${failure}`)
      },
    }
  }
  const count: Span['count'] = (name, amount, { flow: _, endpoint: __, ...attributes } = {}) => {
    const key = `${name} ${Object.values(attributes).join(' ')}`
    counts.set(key, (counts.get(key) ?? 0) + amount)
  }
  return { telemetry: { begin: (name: string) => begin('', name, undefined), count }, lines, counts, open }
}

it('makes a span of a flow, its units and its requests, and counts them', async () => {
  const { telemetry, lines, counts, open } = record()
  const git = createMemoryGit()
  git.commit({ 'prod/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n' }, 'Add web')
  const heard: string[] = []
  const call = createTestCall({ onProgress: ({ kind }) => heard.push(kind) })
  await traceFlow('publish', telemetry, call, (traced, span) =>
    publish(
      {
        git: git.endpoint('prod'),
        confighub: withTelemetry(createMemoryConfigHub(), span),
        archive: createMemoryArchive(),
      },
      { environment: 'prod' },
      traced,
    ),
  )
  expect(lines).toContain('/publish/unit web')
  expect(lines).toContain('/publish/sink.write')
  expect(lines.at(-1)).toBe('/publish')
  expect(open).toEqual(new Set())
  expect(counts.get('tideway.units write')).toBe(1)
  expect(counts.get('tideway.writes written')).toBe(1)
  expect(counts.get('tideway.requests sink.write left')).toBe(1)
  expect(counts.get('tideway.requests source.list ok')).toBeGreaterThan(0)
  expect(heard).toContain('unit-written')
})

it('says what a flow and a request failed of', async () => {
  const { telemetry, lines, counts } = record()
  const confighub = createMemoryConfigHub()
  const run = traceFlow('publish', telemetry, createTestCall(), async (call, span) =>
    withTelemetry(confighub, span).history?.contentAt({ unit: 'web' }, '1', call),
  )
  await expect(run).rejects.toMatchObject({ kind: 'not-found' })
  expect(lines).toEqual(['/publish/history.contentAt: not-found', '/publish: TIDEWAY_NOT_FOUND'])
  expect(counts.get('tideway.requests history.contentAt not-found')).toBe(1)
})
