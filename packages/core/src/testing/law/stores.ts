import type { CommitId } from '../../contract/commits.ts'
import { createMemoryArchive, type MemoryArchive } from '../memory-archive.ts'
import {
  createMemoryConfigHub,
  type MemoryConfigHub,
  type MemoryConfigHubUser,
} from '../memory-config-hub.ts'
import { createMemoryGit, type MemoryGit } from '../memory-git.ts'
import { createTestCall } from '../test-call.ts'
import { createLedger, type Ledger, placesOf, type SideTexts } from './ledger.ts'
import type { SideEditor } from './people.ts'
import { readUnit, writeUnit } from './unit-text.ts'

/** The environment of the law. */
export const environment = 'prod'

/** Its units. Each may hold the resource of its own name and that of the other. */
export const unitNames = ['alpha', 'beta'] as const

/** Where everything of a history happens, and the ledger of what both sides agreed on. */
export interface Stores {
  readonly git: MemoryGit
  readonly archive: MemoryArchive
  readonly confighub: MemoryConfigHub
  readonly operator: MemoryConfigHubUser
  readonly ledger: Ledger
  /** All that main has been, oldest first. */
  readonly commits: CommitId[]
  path(unit: string): string
  /** Default: at main. */
  gitTexts(commit?: CommitId): SideTexts
  hubTexts(): SideTexts
  observe(): void
  readonly inGit: SideEditor
  inHub(description: string): SideEditor
  /** Oldest first; `ours` are those that a publish wrote. */
  revisionsOf(unit: string): Promise<readonly { readonly text: string; readonly ours: boolean }[]>
  revisionCounts(): Readonly<Record<string, number>>
  /** A value that nobody has set before. */
  fresh(): string
  /** The values that a field has had on either side, each once, the newest last. */
  heldBefore(resource: string, field: string): readonly string[]
}

/**
 * Opens the stores of a history. The server sets the field `server` by itself, and each unit's file has an owner of its
 * own.
 */
export function openStores(): Stores {
  const git = createMemoryGit({ owners: (path) => [`@${path.replace(/^.*[/]|[.].*$/g, '')}`] })
  const archive = createMemoryArchive()
  const confighub = createMemoryConfigHub({ triggers: [(_, text) => setServerFields(text)] })
  const operator = confighub.as({ kind: 'person', name: 'operator' })
  const ledger = createLedger()
  const commits: CommitId[] = [git.main()]
  let tokens = 0
  const fresh = () => `v${++tokens}`

  const path = (unit: string) => `${environment}/${unit}.yaml`
  const gitTexts = (commit?: CommitId): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, git.tree(commit)[path(unit)] ?? '']))
  const hubTexts = (): SideTexts =>
    Object.fromEntries(unitNames.map((unit) => [unit, confighub.state()[unit]?.text ?? '']))
  const held = new Map<string, Set<string>>()
  const heldBefore = (resource: string, field: string) => [...(held.get(`${resource}.${field}`) ?? [])]
  function observe(): void {
    const [left, right] = [gitTexts(), hubTexts()]
    ledger.observe(left, right)
    for (const [place, value] of [...placesOf(left), ...placesOf(right)]) {
      const [, field = ''] = place.split('/')
      held.set(field, (held.get(field) ?? new Set()).add(value))
    }
  }

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

  return {
    git,
    archive,
    confighub,
    operator,
    ledger,
    commits,
    path,
    gitTexts,
    hubTexts,
    observe,
    inGit,
    inHub,
    revisionsOf,
    revisionCounts,
    fresh,
    heldBefore,
  }
}

function setServerFields(text: string): string {
  const resources = Object.entries(readUnit(text)).map(([name, fields]) => [
    name,
    { ...fields, server: `s-${fields.a ?? 'none'}` },
  ])
  const wanted = Object.fromEntries(resources)
  return JSON.stringify(wanted) === JSON.stringify(readUnit(text)) ? text : writeUnit(wanted)
}
