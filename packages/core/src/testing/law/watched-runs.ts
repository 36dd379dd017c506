import type { Call } from '../../contract/call.ts'
import type { CommitId } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Policy } from '../../decide/policy.ts'
import { publish } from '../../flows/publish/publish.ts'
import { sync } from '../../flows/sync/sync.ts'
import type { SyncGrouping } from '../../flows/sync/sync-groups.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import type { MemoryProposal } from '../memory-proposals.ts'
import { createTestCall } from '../test-call.ts'
import { Crash, type Disturbance, disturb } from './intercept.ts'
import { changedPlaces, type Place, placesOf } from './ledger.ts'
import { setField } from './people.ts'
import type { Step } from './step.ts'
import { environment, type Stores, unitNames } from './stores.ts'

const limits = { updates: 1000, deletes: 1000 }

/** Thrown where a flow did what the law forbids. */
export class LawBroken extends Error {}

/** Spoils an endpoint, so that a test can see the law broken. */
export type Sabotage = (endpoint: Endpoint) => Endpoint

/** Runs of the flows and merges of their proposals, each of whose writes is judged by the ledger. */
export interface WatchedRuns {
  /** Undefined where the run died. */
  publishAt(step: Extract<Step, { kind: 'publish' }>): Promise<FlowReport | undefined>
  syncNow(fault: Disturbance['fault'], at: number): Promise<FlowReport | undefined>
  openProposals(): readonly MemoryProposal[]
  /** Of several that are open the one at a place, counted round and round. */
  findOpen(which?: number): MemoryProposal | undefined
  merge(squash: boolean, which?: number): void
}

/** Runs the flows on stores under a policy; a sync by owners has several proposals open. */
export function watchRuns(
  { git, confighub, archive, ledger, commits, path, gitTexts, hubTexts, inHub, fresh, ...stores }: Stores,
  policy: Policy,
  sabotage: Sabotage,
  groupBy: SyncGrouping | undefined,
): WatchedRuns {
  const { revisionsOf, revisionCounts } = stores
  // What a publish wrote since the last proposal of it was made: merging that says nothing of ConfigHub any more.
  const writtenSince = new Set<Place>()

  async function run(
    disturbance: Disturbance,
    flow: (wrap: (endpoint: Endpoint) => Endpoint, call: Call) => Promise<FlowReport>,
  ): Promise<FlowReport | undefined> {
    try {
      const wrap = disturb(disturbance)
      return await flow((endpoint) => wrap(sabotage(endpoint)), createTestCall())
    } catch (error) {
      if (error instanceof Crash) return undefined
      throw error
    }
  }

  async function publishAt(step: Extract<Step, { kind: 'publish' }>): Promise<FlowReport | undefined> {
    const commit = commits[Math.max(0, commits.length - 1 - step.older)] ?? git.main()
    const before = revisionCounts()
    const race = () =>
      setField(inHub('in the middle of a run'), unitNames[step.at % 2] ?? 'alpha', 'b', fresh())
    const report = await run({ fault: step.fault, at: step.at, race }, (wrap, call) =>
      publish(
        {
          git: wrap(git.endpoint(environment, { commit })),
          confighub: wrap(confighub),
          archive: wrap(archive),
        },
        { environment, policy, limits, ...(step.force ? { force: {} } : {}) },
        call,
      ),
    )
    const after = revisionCounts()
    for (const unit of unitNames) {
      const from = before[unit] ?? 0
      if (after[unit] !== from) await checkRevisions(unit, from, commit, step.force, report)
    }
    if (report !== undefined && report.outcome !== 'behind') ledger.observeRun(gitTexts(commit), hubTexts())
    return report
  }

  async function checkRevisions(
    unit: string,
    from: number,
    commit: CommitId,
    force: boolean,
    report: FlowReport | undefined,
  ): Promise<void> {
    const revisions = await revisionsOf(unit)
    const intended = placesOf(gitTexts(commit))
    for (let index = from; index < revisions.length; index++) {
      const written = revisions[index]
      if (written?.ours !== true) continue
      const old = placesOf({ [unit]: revisions[index - 1]?.text ?? '' })
      const now = placesOf({ [unit]: written.text })
      for (const place of changedPlaces(old, now)) {
        const named = force && (report === undefined || report.overwritten.some((item) => item.unit === unit))
        if (!named && !ledger.isAgreed(place, old.get(place))) {
          throw new LawBroken(`publish wrote ${now.get(place)} over ${old.get(place)} at ${place}, unasked`)
        }
        writtenSince.add(place)
        if (intended.get(place) === now.get(place)) ledger.agree(place, now.get(place))
      }
    }
  }

  async function syncNow(fault: Disturbance['fault'], at: number): Promise<FlowReport | undefined> {
    const before = new Set(openProposals().map(({ tip }) => tip))
    const report = await run({ fault, at, race: () => {} }, (wrap, call) =>
      sync(
        { git: wrap(git.endpoint(environment)), confighub: wrap(confighub), archive: wrap(archive) },
        { environment, policy, groupBy },
        call,
      ),
    )
    const made = openProposals().filter(({ tip }) => !before.has(tip))
    const files = made.flatMap(({ proposal }) => proposal.files.map((file) => file.path))
    for (const place of [...writtenSince]) {
      if (report !== undefined || files.includes(path(place.split('/')[0] ?? ''))) writtenSince.delete(place)
    }
    if (report !== undefined) ledger.observeRun(gitTexts(), hubTexts())
    return report
  }

  function openProposals() {
    return git.proposals().filter((proposal) => proposal.state === 'open')
  }

  function findOpen(which = 0) {
    const open = openProposals()
    return open[which % open.length]
  }

  function merge(squash: boolean, which?: number): void {
    const open = findOpen(which)
    if (open === undefined) return
    const before = placesOf(gitTexts())
    const merged = git.merge(open.id, { squash })
    if (merged === 'conflict') return
    commits.push(merged)
    const after = placesOf(gitTexts())
    const [conflicts = ''] = open.proposal.body.split('### Changes')
    for (const place of changedPlaces(before, after)) {
      const lost = before.get(place)
      if (!ledger.isAgreed(place, lost) && !isListed(conflicts, place)) {
        throw new LawBroken(`a pull request wrote ${after.get(place)} over ${lost} at ${place}, unlisted`)
      }
    }
    // Whoever merges decides on everything that was shown, also where Git had come to the same by itself.
    const shown = gitTexts(open.proposal.base)
    const offered = placesOf(gitTexts(open.tip))
    for (const place of changedPlaces(placesOf(shown), offered)) {
      if (!writtenSince.has(place)) ledger.agree(place, offered.get(place))
    }
  }

  return { publishAt, syncNow, openProposals, findOpen, merge }
}

function isListed(conflicts: string, place: Place): boolean {
  const [unit = '', rest = ''] = place.split('/')
  const [resource = '', field] = rest.split('.')
  return conflicts.split('\n').some((row) => {
    if (!row.startsWith(`| ${unit} | ConfigMap//${resource} |`)) return false
    return row.includes(`/data/${field}\``) || row.includes('(whole)') || row.includes('`/data`')
  })
}
