import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestProject, type TestProject } from '../command/start-test-project.ts'

interface Recorded {
  readonly spans: readonly {
    readonly name: string
    readonly id: string
    readonly trace: string
    readonly parent?: string
    readonly attributes: Readonly<Record<string, unknown>>
    readonly failure?: string
  }[]
  readonly counts: readonly {
    readonly name: string
    readonly attributes: Readonly<Record<string, unknown>>
    readonly value: number
  }[]
}

// Plain JavaScript, as a program's own setup is; the SDK is not a part of what is compiled.
const fixture: { recordTelemetry(): () => Promise<Recorded> } = await import(
  new URL('record-telemetry.fixture.mjs', import.meta.url).href
)

let project: TestProject
let stop: () => Promise<Recorded>
beforeEach(() => {
  project = startTestProject()
  stop = fixture.recordTelemetry()
})
afterEach(() => project.remove())

it('tells a run of the command as spans of flow, units and requests, and as counts', async () => {
  const { code } = await project.run(['publish', '--env', 'dev'])
  expect(code).toBe(0)
  const { spans, counts } = await stop()
  const [flow, ...others] = spans.filter(({ name }) => name === 'publish')
  expect(others).toEqual([])
  expect(flow).toMatchObject({ attributes: { environment: 'dev' }, parent: undefined, failure: undefined })
  const below = spans.filter(({ parent }) => parent === flow?.id)
  expect(below).toHaveLength(spans.length - 1)
  expect(below.filter(({ name }) => name === 'unit').map(({ attributes }) => attributes)).toEqual([
    { unit: 'lambda' },
  ])
  for (const method of ['source.list', 'sink.write', 'archive.save']) {
    expect(below.map(({ name }) => name)).toContain(method)
  }
  const labels = { flow: 'publish', outcome: 'written' }
  expect(counts).toContainEqual({ name: 'tideway.writes', attributes: labels, value: 1 })
  const requests = counts.filter(({ name }) => name === 'tideway.requests')
  expect(requests.reduce((sum, { value }) => sum + value, 0)).toBe(below.length - 1)
})

it('belongs to the trace of whoever started the command', async () => {
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const variables = { TRACEPARENT: `00-${trace}-b7ad6b7169203331-01` }
  await project.run(['sync', '--env', 'dev'], { variables })
  const { spans } = await stop()
  expect(spans.find(({ name }) => name === 'sync')).toMatchObject({ parent: 'b7ad6b7169203331' })
  expect(new Set(spans.map((span) => span.trace))).toEqual(new Set([trace]))
})

it('says of a flow and its request what went wrong', async () => {
  project.replaceConfigHub((endpoint) => ({ ...endpoint, source: undefined }) as never)
  const { code } = await project.run(['publish', '--env', 'dev'])
  expect(code).toBe(1)
  const { spans } = await stop()
  expect(spans.find(({ name }) => name === 'publish')?.failure).toMatch(/^TIDEWAY_/)
})
