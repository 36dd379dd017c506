import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy } from '../../decide/policy.ts'
import { documentedPolicy, mergePolicy, strictPolicy } from '../../decide/presets.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'
import { type ReplayedRun, type ReplayOptions, replay } from './replay.ts'

const second = 1000
const start = Date.parse('2026-01-01T00:00:00Z')
const fields = ['a', 'b', 'c'] as const

type Step =
  | { readonly kind: 'develop' | 'operate' | 'server'; readonly field: number }
  | { readonly kind: 'publish'; readonly force: boolean }
  | { readonly kind: 'sync' | 'merge' | 'withdraw' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('develop', 'operate', 'server'),
    field: fc.nat({ max: fields.length - 1 }),
  }),
  fc.record({ kind: fc.constant('publish'), force: fc.boolean() }),
  fc.constantFrom('sync', 'merge', 'withdraw').map((kind) => ({ kind }) as const),
)

const text = (values: Readonly<Record<string, string>>) =>
  [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: { name: settings }',
    'data:',
    ...fields.map((field) => `  ${field}: ${values[field] ?? 'none'}`),
    '',
  ].join('\n')

/** A unit that a developer and an operator change, and the reports of every run, by the time of the run. */
function openStory(policy: Policy) {
  let time = start
  let tokens = 0
  const git = createMemoryGit({ files: { 'prod/web.yaml': text({}) } })
  const confighub = createMemoryConfigHub({ now: () => time })
  const archive = createMemoryArchive()
  const reports = new Map<string, FlowReport>()
  const call = () => createTestCall({ now: () => time })
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const set = (old: string, field: number) =>
    old.replace(new RegExp(`  ${fields[field]}: .*`), `  ${fields[field]}: v${++tokens}`)

  async function perform(item: Step): Promise<void> {
    time += second
    switch (item.kind) {
      case 'develop': {
        const old = git.tree()['prod/web.yaml']
        if (old !== undefined) git.commit({ 'prod/web.yaml': set(old, item.field) }, 'Change web')
        break
      }
      case 'operate':
      case 'server': {
        const old = confighub.state()['web']?.text ?? ''
        const author = item.kind === 'operate' ? 'person' : 'automation'
        if (old !== '')
          confighub.as({ kind: author, name: author }).write('web', set(old, item.field), 'by hand')
        break
      }
      case 'withdraw':
        if ((confighub.state()['web']?.text ?? '') !== '')
          confighub.as({ kind: 'person', name: 'olga' }).withdraw('web', 'not needed')
        break
      case 'publish':
        await run(() =>
          publish(
            endpoints(),
            { environment: 'prod', policy, ...(item.force ? { force: { units: ['web'] } } : {}) },
            call(),
          ),
        )
        break
      case 'sync':
        await run(() => sync(endpoints(), { environment: 'prod', policy }, call()))
        break
      case 'merge': {
        const open = git.proposals().find(({ state }) => state === 'open')
        if (open !== undefined) git.merge(open.id)
        break
      }
    }
  }

  async function run(flow: () => Promise<FlowReport>): Promise<void> {
    reports.set(new Date(time).toISOString(), await flow())
  }

  async function replayAll(
    asked: Policy,
    more: Partial<ReplayOptions> = {},
  ): Promise<readonly ReplayedRun[]> {
    const replayed: ReplayedRun[] = []
    const open: ReplayOptions['open'] = async (commit) => ({
      git: git.endpoint('prod', { commit }),
      settings: { policy },
    })
    const options = { environment: 'prod', policy: asked, open, ...more }
    for await (const item of replay({ confighub, archive }, options, call())) replayed.push(item)
    return replayed
  }

  return { git, confighub, archive, reports, perform, replayAll }
}

const decisionsOf = (report: FlowReport | undefined) =>
  report?.units.map(({ unit, unitChange, verdict, fields }) => ({ unit, unitChange, verdict, fields }))

const conflict: readonly Step[] = [
  { kind: 'publish', force: false },
  { kind: 'develop', field: 0 },
  { kind: 'operate', field: 1 },
  { kind: 'publish', force: false },
]

describe('replay', () => {
  it.each([documentedPolicy, mergePolicy, strictPolicy])(
    'under the policy that held ($name), every recorded run is decided as it was',
    async (policy) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const forced = steps.some((item) => item.kind === 'publish' && item.force)
          const story = openStory(policy)
          for (const item of [conflict[0], ...steps]) if (item !== undefined) await story.perform(item)
          const saves = story.archive.messages()
          const replayed = await story.replayAll(policy)
          expect(saves.length === 0 || replayed.length > 0).toBe(true)
          for (const item of replayed) {
            if (item.kind === 'not-replayed') throw new Error(item.why)
            expect(item.after).toEqual(item.before)
            const live = story.reports.get(item.run.at)
            expect(live?.flow).toBe(item.run.flow)
            if (!forced) expect(decisionsOf(item.after)).toEqual(decisionsOf(live))
          }
        }),
        { numRuns: 60 },
      )
    },
    60_000,
  )

  it('tells what another policy would have decided', async () => {
    const story = openStory(documentedPolicy)
    for (const item of conflict) await story.perform(item)
    const blocked = (await story.replayAll(mergePolicy)).at(-1)
    expect(blocked).toMatchObject({
      kind: 'replayed',
      run: { flow: 'publish', outcome: { kind: 'blocked' } },
      before: { outcome: 'blocked' },
      after: { outcome: 'done', units: [{ unit: 'web', verdict: 'write' }] },
    })
    expect(story.confighub.state()['web']?.text).toBe(text({ b: 'v2' }))
  })

  it('leaves out what was recorded before', async () => {
    const story = openStory(mergePolicy)
    for (const item of conflict) await story.perform(item)
    expect(await story.replayAll(mergePolicy, { since: start + 4 * second })).toHaveLength(1)
  })

  it('says which runs cannot be had back, and why', async () => {
    const story = openStory(mergePolicy)
    for (const item of conflict) await story.perform(item)
    const away = new AdapterError({
      kind: 'not-found',
      endpoint: 'git',
      message: 'c1 names no commit',
      next: 'fetch it',
    })
    const replayed = await story.replayAll(mergePolicy, { open: () => Promise.reject(away) })
    expect(replayed.map(({ kind }) => kind)).toEqual(['not-replayed', 'not-replayed'])
    expect(replayed[0]).toMatchObject({ why: expect.stringContaining('c1 names no commit') })
  })

  it('stops where a store is down, which says nothing of the past', async () => {
    const story = openStory(mergePolicy)
    for (const item of conflict) await story.perform(item)
    const down = new AdapterError({ kind: 'unavailable', endpoint: 'git', message: 'down', next: 'wait' })
    await expect(story.replayAll(mergePolicy, { open: () => Promise.reject(down) })).rejects.toBe(down)
  })

  it('leaves out a unit whose revision is gone, and names it', async () => {
    const story = openStory(mergePolicy)
    for (const item of conflict) await story.perform(item)
    const forgetful = {
      ...story.confighub,
      history: {
        ...story.confighub.history,
        async *revisions() {},
      },
    }
    const open: ReplayOptions['open'] = async (commit) => ({
      git: story.git.endpoint('prod', { commit }),
      settings: { policy: mergePolicy },
    })
    const options = { environment: 'prod', policy: documentedPolicy, open }
    const items: ReplayedRun[] = []
    for await (const item of replay(
      { confighub: forgetful, archive: story.archive },
      options,
      createTestCall(),
    ))
      items.push(item)
    const last = items.at(-1)
    expect(last).toMatchObject({ kind: 'replayed', after: { units: [] } })
    expect(last).toMatchObject({
      lost: [{ unit: 'web', why: expect.stringContaining('does not hold revision') }],
    })
  })
})
