import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { capture } from '../../flows/capture/capture.ts'
import { publish } from '../../flows/publish/publish.ts'
import { sync } from '../../flows/sync/sync.ts'
import { createMemoryArchive } from '../memory-archive.ts'
import { createMemoryCluster } from '../memory-cluster.ts'
import { createMemoryConfigHub } from '../memory-config-hub.ts'
import { createMemoryGit } from '../memory-git.ts'
import { createTestCall } from '../test-call.ts'
import { interceptRequests, type MakeRequest } from './intercept.ts'
import { placesOf } from './ledger.ts'
import { readUnit, writeUnit } from './unit-text.ts'
import type { Sabotage } from './watched-runs.ts'
import { withoutConditions } from './without-conditions.ts'

const environment = 'prod'
const limits = { updates: 100, deletes: 100 }
const runs = Number(process.env['TIDEWAY_LAW_RUNS'] ?? 300)
const old = { a: 'old-a', b: 'old-b', c: 'old-c' }

/**
 * Two publishes, a sync and a capture at once, whose requests come in any order, while an operator edits both units.
 * In `alpha` everybody changes another field; in `beta` Git and the operator change the same one.
 */
async function playTogether(order: fc.Scheduler, sabotage: Sabotage = (endpoint) => endpoint): Promise<void> {
  const git = createMemoryGit({
    files: { 'prod/alpha.yaml': writeUnit({ alpha: old }), 'prod/beta.yaml': writeUnit({ beta: old }) },
  })
  const archive = createMemoryArchive()
  const confighub = createMemoryConfigHub()
  const cluster = createMemoryCluster()
  const hub = (unit: string) => confighub.state()[unit]?.text ?? ''
  const endpointsOf = (wrap: (endpoint: Endpoint) => Endpoint) => ({
    git: wrap(git.endpoint(environment)),
    confighub: wrap(sabotage(confighub)),
    archive: wrap(archive),
  })
  const options = { environment, policy: mergePolicy }
  const alone = endpointsOf((endpoint) => endpoint)
  await publish(alone, { ...options, limits }, createTestCall())

  const origin = JSON.stringify({ Unit: { Slug: 'alpha' }, Revision: { RevisionNum: 1 } })
  const metadata = { name: 'alpha', annotations: { 'confighub.com/origin': origin } }
  cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: old }, 'argocd-controller')
  cluster.edit('ConfigMap//alpha', ['data', 'c'], 'live-c', 'kubectl-edit')
  const files = {
    'prod/alpha.yaml': writeUnit({ alpha: { ...old, a: 'git-a' } }),
    'prod/beta.yaml': writeUnit({ beta: { ...old, a: 'git-a' } }),
  }
  git.commit(files, 'Change both')

  const request: MakeRequest = async (run) => {
    await order.schedule(Promise.resolve())
    return run()
  }
  const together = endpointsOf((endpoint) => interceptRequests(endpoint, request))
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const operate = (unit: string, field: string) =>
    request(async () => {
      const fields = readUnit(hub(unit))[unit]
      operator.write(unit, writeUnit({ [unit]: { ...fields, [field]: `olga-${field}` } }), 'by hand')
    })
  const flows = Promise.all([
    publish(together, { ...options, limits }, createTestCall()),
    publish(together, { ...options, limits }, createTestCall()),
    sync(together, options, createTestCall()),
    capture({ ...together, live: [cluster] }, options, createTestCall()),
    operate('alpha', 'b'),
    operate('beta', 'a'),
  ])
  await order.waitFor(flows)

  for (const unit of ['alpha', 'beta']) await expectNothingLost(unit)
  for (let round = 0; round < 6; round += 1) {
    await sync(alone, options, createTestCall())
    const open = git.proposals().find(({ state }) => state === 'open')
    if (open !== undefined) git.merge(open.id)
    const now = { git: git.endpoint(environment), confighub, archive }
    await capture({ ...now, live: [cluster] }, options, createTestCall())
    await publish(now, { ...options, limits }, createTestCall())
    alone.git = git.endpoint(environment)
  }
  const rest = {
    alpha: writeUnit({ alpha: { a: 'git-a', b: 'olga-b', c: 'live-c' } }),
    beta: writeUnit({ beta: { ...old, a: 'olga-a' } }),
  }
  const rendered = { alpha: git.tree()['prod/alpha.yaml'] ?? '', beta: git.tree()['prod/beta.yaml'] ?? '' }
  const texts = { alpha: hub('alpha'), beta: hub('beta') }
  expect([placesOf(rendered), placesOf(texts)]).toEqual([placesOf(rest), placesOf(rest)])

  // What somebody set in ConfigHub or live is in every later revision: nobody decided against it.
  async function expectNothingLost(unit: string): Promise<void> {
    const call = createTestCall()
    let set = new Set<string>()
    const revisions: string[] = []
    for await (const { revision } of confighub.history.revisions({ unit }, call))
      revisions.unshift(await confighub.history.contentAt({ unit }, revision, call))
    for (const text of revisions) {
      const values = new Set([...placesOf({ [unit]: text }).values()])
      expect([...set].filter((value) => !values.has(value))).toEqual([])
      set = new Set([...values].filter((value) => /^(olga|live)-/.test(value)))
    }
  }
}

describe('two publishes, a sync, a capture and an operator at once', () => {
  it(`lose nothing and come to rest, in ${runs} orders`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), (order) => playTogether(order)),
      { numRuns: runs },
    )
  })

  it('lose values where the store has no conditions, which this notices', async () => {
    const law = fc.asyncProperty(fc.scheduler(), (order) => playTogether(order, withoutConditions))
    expect((await fc.check(law, { numRuns: 500, endOnFailure: true })).failed).toBe(true)
  })
})
