import type { Call } from '../../contract/call.ts'
import type { CommitId } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Policy } from '../../decide/policy.ts'
import { publish } from '../../flows/publish/publish.ts'
import { sync } from '../../flows/sync/sync.ts'
import type { SyncGrouping } from '../../flows/sync/sync-groups.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { createMemoryArchive } from '../memory-archive.ts'
import { createMemoryConfigHub } from '../memory-config-hub.ts'
import { createMemoryGit } from '../memory-git.ts'
import { createTestCall } from '../test-call.ts'
import { Crash, type Disturbance, disturb } from './intercept.ts'
import { changedPlaces, createLedger, type Place, placesOf, type SideTexts } from './ledger.ts'
import { locate, put, type SideEditor, take } from './people.ts'
import type { Step } from './step.ts'
import { type ResourceFields, readUnit, writeUnit } from './unit-text.ts'

const environment = 'prod'
const unitNames = ['alpha', 'beta'] as const
const fieldNames = ['a', 'b', 'c'] as const
const limits = { updates: 1000, deletes: 1000 }
const quietPublish = { kind: 'publish', older: 0, force: false, fault: 'none', at: 0 } as const

/** Thrown where a flow did what the law forbids. */
class LawBroken extends Error {}

/** A world of developers, operators and runs, which checks the law after every step. */
export interface World {
  perform(step: Step): Promise<void>
  /** Lets everybody be quiet until nothing moves any more. Throws where that never happens. */
  settle(): Promise<void>
}

/** Spoils an endpoint, so that a test can see the law broken. */
export type Sabotage = (endpoint: Endpoint) => Endpoint

/**
 * Makes a world in which a policy rules and whose server sets the field `server` by itself. Each unit's file has an
 * owner of its own, so that a sync by owners has several proposals open.
 */
export function createWorld(
  policy: Policy,
  sabotage: Sabotage = (endpoint) => endpoint,
  groupBy?: SyncGrouping,
): World {
  const git = createMemoryGit({ owners: (path) => [`@${path.replace(/^.*[/]|[.].*$/g, '')}`] })
  const archive = createMemoryArchive()
  const confighub = createMemoryConfigHub({ triggers: [(_, text) => setServerFields(text)] })
  const operator = confighub.as({ kind: 'person', name: 'operator' })
  const ledger = createLedger()
  const commits: CommitId[] = [git.main()]
  // What a publish wrote since the last proposal of it was made: merging that says nothing of ConfigHub any more.
  const writtenSince = new Set<Place>()
  let tokens = 0
  const fresh = () => `v${++tokens}`

  const path = (unit: string) => `${environment}/${unit}.yaml`
  const gitTexts = (commit?: CommitId): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, git.tree(commit)[path(unit)] ?? '']))
  const hubTexts = (): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, confighub.state()[unit]?.text ?? '']))
  const observe = () => ledger.observe(gitTexts(), hubTexts())

  const inGit: SideEditor = {
    texts: gitTexts,
    replace(unit, text) {
      if (text === gitTexts()[unit]) return
      commits.push(git.commit({ [path(unit)]: text === '' ? undefined : text }, `change ${unit}`))
    },
  }
  const inHub = (description: string): SideEditor => ({
    texts: hubTexts,
    replace(unit, text) {
      if (text === '') operator.withdraw(unit, description)
      else operator.write(unit, text, description)
      observe()
    },
  })

  function setField(side: SideEditor, resource: string, field: string, value: string | undefined): void {
    const located = locate(side, resource)
    if (located === undefined || value === undefined) return
    put(side, located.unit, resource, { ...located.fields, [field]: value })
  }

  function rearrange(step: Extract<Step, { who: unknown; resource: number }>, resource: string): void {
    const side = step.who === 'developer' ? inGit : inHub(step.kind)
    const located = locate(side, resource)
    if (step.kind === 'add' || step.kind === 'return') {
      if (located === undefined) put(side, resource, resource, returning(step.kind, resource))
      return
    }
    if (located === undefined) return
    const other = located.unit === 'alpha' ? 'beta' : 'alpha'
    if (step.kind === 'move') put(side, other, resource, located.fields)
    take(side, located.unit, resource)
  }

  function returning(kind: 'add' | 'return', resource: string): ResourceFields {
    const earlier = commits.flatMap((commit) =>
      Object.values(gitTexts(commit)).flatMap((text) => readUnit(text)[resource] ?? []),
    )
    const old = kind === 'return' ? earlier.at(-1) : undefined
    return old ?? { a: fresh(), b: fresh(), c: fresh() }
  }

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

  async function revisionsOf(unit: string): Promise<readonly { text: string; ours: boolean }[]> {
    const call = createTestCall()
    const revisions: { text: string; ours: boolean }[] = []
    if (confighub.state()[unit] === undefined) return revisions
    for await (const item of confighub.history.revisions({ unit }, call)) {
      const text = await confighub.history.contentAt({ unit }, item.revision, call)
      revisions.unshift({ text, ours: item.author.name === 'tideway' })
    }
    return revisions
  }

  // Revisions are numbered from 1, and no record is ever purged here.
  function revisionCounts(): Readonly<Record<string, number>> {
    const heads = confighub.state()
    return Object.fromEntries(unitNames.map((unit) => [unit, Number(heads[unit]?.revision ?? 0)]))
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

  async function perform(step: Step): Promise<void> {
    const resource = ('resource' in step ? unitNames[step.resource] : undefined) ?? 'alpha'
    const field = ('field' in step ? fieldNames[step.field] : undefined) ?? 'a'
    switch (step.kind) {
      case 'set':
        setField(step.who === 'developer' ? inGit : inHub('by hand'), resource, field, fresh())
        break
      case 'copy':
        setField(inGit, resource, field, locate(inHub(''), resource)?.fields[field])
        break
      case 'type-ci':
        setField(inHub('CI: hotfix'), resource, field, fresh())
        break
      case 'capture':
        setField(inHub('break-glass (INC-1): Captured live state at noon'), resource, field, fresh())
        break
      case 'add':
      case 'delete':
      case 'return':
      case 'move':
        rearrange(step, resource)
        break
      case 'revert': {
        const commit = commits[Math.max(1, commits.length - 1 - step.back)]
        const reverted = commit === undefined ? 'conflict' : git.revert(commit)
        if (reverted !== 'conflict') commits.push(reverted)
        break
      }
      case 'restore': {
        const unit = unitNames[step.unit] ?? 'alpha'
        const back = (await revisionsOf(unit)).at(-2 - step.back)
        if (back !== undefined) operator.write(unit, back.text, 'restore')
        break
      }
      case 'publish':
        await publishAt(step)
        break
      case 'sync':
        await syncNow(step.fault, step.at)
        break
      case 'merge':
        merge(step.squash, step.which)
        break
      case 'close': {
        const open = findOpen(step.which)
        if (open !== undefined) git.close(open.id)
        break
      }
      case 'lose':
        archive.lose()
        break
      case 'roll-back':
        archive.rollBack(step.steps)
        break
    }
    observe()
  }

  async function settle(): Promise<void> {
    const snapshot = () =>
      JSON.stringify([git.main(), revisionCounts(), archive.messages().length, git.proposals()])
    for (let round = 0; round < 10; round++) {
      const before = snapshot()
      const synced = await syncNow('none', 0)
      for (const _ of openProposals()) merge(round % 2 === 0, round)
      observe()
      const published = await publishAt(quietPublish)
      observe()
      if (snapshot() === before) return checkRest([synced, published])
    }
    throw new LawBroken(`the flows do not come to rest: ${snapshot()}`)
  }

  function checkRest(reports: readonly (FlowReport | undefined)[]): void {
    const units = reports.flatMap((report) => report?.units ?? [])
    // What people declined, what may not be deleted for want of evidence, and a unit that Git renamed wait for a person,
    // who is quiet.
    if (reports.some((report) => report?.summary.includes('was closed') === true)) return
    if (units.some((unit) => unit.fields.some((field) => field.rule === 'no-evidence'))) return
    if (units.some(({ obstacle }) => obstacle?.startsWith('Git calls unit') === true)) return
    const [left, right] = [placesOf(gitTexts()), placesOf(hubTexts())]
    for (const place of changedPlaces(left, right)) {
      const values = `Git holds ${left.get(place)} and ConfigHub ${right.get(place)}`
      throw new LawBroken(`at rest ${values} at ${place}`)
    }
  }

  return { perform, settle }
}

function setServerFields(text: string): string {
  const resources = Object.entries(readUnit(text)).map(([name, fields]) => [
    name,
    { ...fields, server: `s-${fields.a ?? 'none'}` },
  ])
  const wanted = Object.fromEntries(resources)
  return JSON.stringify(wanted) === JSON.stringify(readUnit(text)) ? text : writeUnit(wanted)
}

function isListed(conflicts: string, place: Place): boolean {
  const [unit = '', rest = ''] = place.split('/')
  const [resource = '', field] = rest.split('.')
  return conflicts.split('\n').some((row) => {
    if (!row.startsWith(`| ${unit} | ConfigMap//${resource} |`)) return false
    return row.includes(`/data/${field}\``) || row.includes('(whole)') || row.includes('`/data`')
  })
}
