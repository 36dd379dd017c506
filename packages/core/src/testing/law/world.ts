import type { Call } from '../../contract/call.ts'
import type { CommitId } from '../../contract/commits.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Policy } from '../../decide/policy.ts'
import { publish } from '../../flows/publish.ts'
import { sync } from '../../flows/sync.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { createMemoryArchive } from '../memory-archive.ts'
import { createMemoryConfigHub } from '../memory-config-hub.ts'
import { createMemoryGit } from '../memory-git.ts'
import { createTestCall } from '../test-call.ts'
import { Crash, type Disturbance, disturb } from './intercept.ts'
import { createLedger, places, type SideTexts } from './ledger.ts'
import type { Step } from './step.ts'
import { readUnit, type UnitFields, writeUnit } from './unit-text.ts'

const environment = 'prod'
const unitNames = ['alpha', 'beta'] as const
const fieldNames = ['a', 'b', 'c'] as const

/** Thrown where a flow did what the law forbids. */
class LawBroken extends Error {}

/** A world of developers, operators and runs, which checks the law after every step. */
export interface World {
  perform(step: Step): Promise<void>
  /** Lets everybody be quiet until nothing moves any more. Throws `LawBroken` where that never happens. */
  settle(): Promise<void>
}

/** Spoils an endpoint, so that a test can see the law broken. */
export type Sabotage = (endpoint: Endpoint) => Endpoint

/** Makes a world in which a policy rules and whose server sets the field `server` by itself. */
export function createWorld(policy: Policy, sabotage: Sabotage = (endpoint) => endpoint): World {
  const git = createMemoryGit()
  const archive = createMemoryArchive()
  const trigger = (unit: string, text: string): string => {
    const fields = readUnit(text)
    const wanted = `s-${fields?.a ?? 'none'}`
    return fields?.server === wanted ? text : writeUnit(unit, { ...fields, server: wanted })
  }
  const confighub = createMemoryConfigHub({ triggers: [trigger] })
  const operator = confighub.as({ kind: 'person', name: 'operator' })
  const ledger = createLedger()
  const commits: CommitId[] = [git.main()]
  const limits = { updates: 1000, deletes: 1000 }
  let tokens = 0
  // What a publish wrote since the last proposal was made: merging that proposal says nothing of ConfigHub any more.
  const writtenSince = new Set<string>()
  const fresh = () => `v${++tokens}`

  const path = (unit: string) => `${environment}/${unit}.yaml`
  const gitTexts = (commit?: CommitId): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, git.tree(commit)[path(unit)] ?? '']))
  const hubTexts = (): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, confighub.state()[unit]?.text ?? '']))
  const observe = () => ledger.observe(gitTexts(), hubTexts())

  function commitUnit(unit: string, fields: UnitFields | undefined, subject: string): void {
    const text = fields === undefined ? undefined : writeUnit(unit, fields)
    if (text === git.tree()[path(unit)]) return
    commits.push(git.commit({ [path(unit)]: text }, subject))
  }

  function operate(unit: string, fields: UnitFields, description: string): void {
    operator.write(unit, writeUnit(unit, fields), description)
    observe()
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
    const before = await revisionCounts()
    const race = () => {
      const unit = unitNames[step.at % 2] ?? 'alpha'
      operate(unit, { ...readUnit(hubTexts()[unit] ?? ''), b: fresh() }, 'in the middle of a run')
    }
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
    await checkPublish(before, commit, step.force, report)
    if (report !== undefined && report.outcome !== 'behind') ledger.observeRun(gitTexts(commit), hubTexts())
    return report
  }

  async function revisionCounts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    for (const unit of unitNames) counts.set(unit, (await revisionsOf(unit)).length)
    return counts
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

  async function checkPublish(
    before: ReadonlyMap<string, number>,
    commit: CommitId,
    force: boolean,
    report: FlowReport | undefined,
  ): Promise<void> {
    for (const unit of unitNames) {
      const revisions = await revisionsOf(unit)
      for (let index = before.get(unit) ?? 0; index < revisions.length; index++) {
        const written = revisions[index]
        if (written?.ours !== true) continue
        const old = places(unit, readUnit(revisions[index - 1]?.text ?? ''))
        const intended = places(unit, readUnit(gitTexts(commit)[unit] ?? ''))
        for (const [place, value] of places(unit, readUnit(written.text))) {
          const lost = old.get(place)
          if (place.endsWith('.server') || lost === value) continue
          const named =
            force && (report === undefined || report.overwritten.some((field) => field.unit === unit))
          if (!named && !ledger.isAgreed(place, lost)) {
            throw new LawBroken(`publish wrote ${value} over ${lost} at ${place}, unasked`)
          }
          writtenSince.add(place)
          if (intended.get(place) === value) ledger.agree(place, value)
        }
      }
    }
  }

  async function syncNow(fault: Disturbance['fault'], at: number): Promise<FlowReport | undefined> {
    writtenSince.clear()
    const report = await run({ fault, at, race: () => {} }, (wrap, call) =>
      sync(
        { git: wrap(git.endpoint(environment)), confighub: wrap(confighub), archive: wrap(archive) },
        { environment, policy },
        call,
      ),
    )
    if (report !== undefined) ledger.observeRun(gitTexts(), hubTexts())
    return report
  }

  function openProposal() {
    return git.proposals().find((proposal) => proposal.state === 'open')
  }

  function merge(squash: boolean): void {
    const open = openProposal()
    if (open === undefined) return
    const before = gitTexts()
    const merged = git.merge(open.id, { squash })
    if (merged === 'conflict') return
    commits.push(merged)
    const conflicts = open.proposal.body.split('### Changes')[0] ?? ''
    for (const unit of unitNames) {
      const old = places(unit, readUnit(before[unit] ?? ''))
      for (const [place, value] of places(unit, readUnit(gitTexts()[unit] ?? ''))) {
        const lost = old.get(place)
        if (place.endsWith('.server') || lost === value) continue
        if (!ledger.isAgreed(place, lost) && !isListed(conflicts, unit, place)) {
          throw new LawBroken(`a pull request wrote ${value} over ${lost} at ${place} in Git, unlisted`)
        }
        if (!writtenSince.has(place)) ledger.agree(place, value)
      }
    }
  }

  async function perform(step: Step): Promise<void> {
    const unit = ('unit' in step ? unitNames[step.unit] : undefined) ?? 'alpha'
    const field = ('field' in step ? fieldNames[step.field] : undefined) ?? 'a'
    const inGit = readUnit(gitTexts()[unit] ?? '')
    const inHub = readUnit(hubTexts()[unit] ?? '')
    switch (step.kind) {
      case 'develop':
        if (inGit !== undefined) commitUnit(unit, { ...inGit, [field]: fresh() }, `set ${field}`)
        break
      case 'copy':
        if (inGit !== undefined && inHub?.[field] !== undefined) {
          commitUnit(unit, { ...inGit, [field]: inHub[field] }, `copy ${field}`)
        }
        break
      case 'develop-unit':
        if (step.action === 'delete') commitUnit(unit, undefined, 'delete')
        else if (inGit === undefined) commitUnit(unit, returning(step.action, gitHistory(unit)), step.action)
        break
      case 'revert': {
        const commit = commits[Math.max(1, commits.length - 1 - step.back)]
        const reverted = commit === undefined ? 'conflict' : git.revert(commit)
        if (reverted !== 'conflict') commits.push(reverted)
        break
      }
      case 'operate':
        if (inHub !== undefined) operate(unit, { ...inHub, [field]: fresh() }, 'by hand')
        break
      case 'type-ci':
        if (inHub !== undefined) operate(unit, { ...inHub, [field]: fresh() }, 'CI: hotfix')
        break
      case 'capture':
        if (inHub !== undefined) {
          operate(unit, { ...inHub, [field]: fresh() }, 'break-glass (INC-1): Captured live state at noon')
        }
        break
      case 'operate-unit':
        if (step.action === 'delete') {
          if (inHub !== undefined) operator.withdraw(unit)
        } else if (inHub === undefined) {
          const earlier = (await revisionsOf(unit)).map((revision) => revision.text)
          operate(unit, returning(step.action, earlier), step.action)
        }
        break
      case 'restore': {
        const revisions = await revisionsOf(unit)
        const back = revisions[revisions.length - 2 - step.back]
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
        merge(step.squash)
        break
      case 'close': {
        const open = openProposal()
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

  function gitHistory(unit: string): readonly string[] {
    return commits.map((commit) => git.tree(commit)[path(unit)] ?? '')
  }

  function returning(action: 'add' | 'delete' | 'return', earlier: readonly string[]): UnitFields {
    const old = action === 'return' ? earlier.findLast((text) => text !== '') : undefined
    return (old === undefined ? undefined : readUnit(old)) ?? { a: fresh(), b: fresh(), c: fresh() }
  }

  async function snapshot(): Promise<string> {
    const revisions = [...(await revisionCounts()).values()]
    return JSON.stringify([git.main(), revisions, archive.messages().length, git.proposals()])
  }

  return {
    perform,
    async settle() {
      let before = ''
      for (let round = 0; round < 10; round++) {
        before = await snapshot()
        await syncNow('none', 0)
        merge(round % 2 === 0)
        observe()
        await publishAt({ kind: 'publish', older: 0, force: false, fault: 'none', at: 0 })
        observe()
        if ((await snapshot()) === before) return checkRest()
      }
      throw new LawBroken(`the flows do not come to rest: ${before}\n${await snapshot()}`)
    },
  }

  async function checkRest(): Promise<void> {
    const report = await syncNow('none', 0)
    if (report?.summary.includes('was closed') === true) return
    const published = await publishAt({ kind: 'publish', older: 0, force: false, fault: 'none', at: 0 })
    // What may not be deleted for want of evidence waits for a person, who is quiet now.
    const reported = [...(report?.units ?? []), ...(published?.units ?? [])]
    if (reported.some((unit) => unit.fields.some((field) => field.rule === 'no-evidence'))) return
    for (const unit of unitNames) {
      const hub = places(unit, readUnit(hubTexts()[unit] ?? ''))
      for (const [place, value] of places(unit, readUnit(gitTexts()[unit] ?? ''))) {
        if (!place.endsWith('.server') && hub.get(place) !== value) {
          throw new LawBroken(`at rest Git holds ${value} and ConfigHub ${hub.get(place)} at ${place}`)
        }
      }
    }
  }
}

function isListed(conflicts: string, unit: string, place: string): boolean {
  const field = place.slice(unit.length + 1)
  return conflicts
    .split('\n')
    .some(
      (row) =>
        row.startsWith(`| ${unit} |`) &&
        (row.includes(`/data/${field}\``) || row.includes('(whole)') || row.includes('`/data`')),
    )
}
