import type { Policy } from '../../decide/policy.ts'
import type { SyncGrouping } from '../../flows/sync/sync-groups.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { changedPlaces, placesOf } from './ledger.ts'
import { locate, setField } from './people.ts'
import { rearrange } from './rearrange.ts'
import type { Step } from './step.ts'
import { openStores, unitNames } from './stores.ts'
import { LawBroken, type Sabotage, watchRuns } from './watched-runs.ts'

const fieldNames = ['a', 'b', 'c'] as const
const quietPublish = { kind: 'publish', older: 0, force: false, fault: 'none', at: 0 } as const

/** A world of developers, operators and runs, which checks the law after every step. */
export interface World {
  perform(step: Step): Promise<void>
  /** Lets everybody be quiet until nothing moves any more. Throws where that never happens. */
  settle(): Promise<void>
}

/** Makes a world in which a policy rules. */
export function createWorld(
  policy: Policy,
  sabotage: Sabotage = (endpoint) => endpoint,
  groupBy?: SyncGrouping,
): World {
  const stores = openStores()
  const { git, archive, operator, commits, gitTexts, hubTexts, inGit, inHub, observe, fresh } = stores
  const { publishAt, syncNow, openProposals, findOpen, merge } = watchRuns(stores, policy, sabotage, groupBy)

  async function perform(step: Step): Promise<void> {
    const resource = ('resource' in step ? unitNames[step.resource] : undefined) ?? 'alpha'
    const field = ('field' in step ? fieldNames[step.field] : undefined) ?? 'a'
    switch (step.kind) {
      case 'set':
        setField(step.who === 'developer' ? inGit : inHub('by hand'), resource, field, fresh())
        break
      case 'set-back':
        setField(
          step.who === 'developer' ? inGit : inHub('by hand'),
          resource,
          field,
          stores.heldBefore(resource, field).at(-1 - step.back),
        )
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
        rearrange(stores, step, resource)
        break
      case 'revert': {
        const commit = commits[Math.max(1, commits.length - 1 - step.back)]
        const reverted = commit === undefined ? 'conflict' : git.revert(commit)
        if (reverted !== 'conflict') commits.push(reverted)
        break
      }
      case 'restore': {
        const unit = unitNames[step.unit] ?? 'alpha'
        const back = (await stores.revisionsOf(unit)).at(-2 - step.back)
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
      JSON.stringify([git.main(), stores.revisionCounts(), archive.messages().length, git.proposals()])
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
