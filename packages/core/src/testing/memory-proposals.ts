import type { CommitId } from '../contract/commits.ts'
import type { AutoMerge, Proposal, ProposalSink, ProposalState } from '../contract/proposal-sink.ts'
import type { FileEdit } from '../contract/source-editor.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { checkAborted } from './check-aborted.ts'
import { checkWritable } from './check-writable.ts'
import type { CommitGraph, StoredCommit } from './commit-graph.ts'
import type { FileTree } from './merge-trees.ts'

/** A proposal as a repository in memory keeps it. */
export interface MemoryProposal {
  readonly id: string
  readonly environment: string
  readonly branch: string
  readonly state: 'open' | 'merged' | 'closed'
  readonly proposal: Proposal
  /** The newest commit of the branch. */
  readonly tip: CommitId
  /** Who added a commit of their own to the branch. */
  readonly editedBy?: string | undefined
  /** Why the sink closed it; absent where it did not. */
  readonly closedFor?: string | undefined
  /** The commit on the main branch that it was merged as. */
  readonly mergedAs?: CommitId | undefined
  /** The digest for which a person has switched off that it merges itself. */
  readonly switchedOff?: string | undefined
}

/**
 * Keeps the proposal of an environment in memory, on the branch `sync/<environment>`, and beside it those of its
 * groups, on `sync/<environment>--<group>`.
 */
export function createMemoryProposals(
  name: string,
  environment: string,
  graph: CommitGraph,
  proposals: Map<string, MemoryProposal>,
): ProposalSink {
  const prefix = `sync/${environment}--`
  const keep = (branch: string) => keepBranch({ name, environment, branch, graph, proposals })
  return {
    ...keep(`sync/${environment}`),
    groups: {
      async names(call) {
        checkAborted(call, name)
        const open = [...proposals.values()].filter(({ state }) => state === 'open')
        return open.flatMap(({ branch }) => (branch.startsWith(prefix) ? [branch.slice(prefix.length)] : []))
      },
      group: (group) => {
        if (/^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(group.replaceAll('__', '_')))
          return keep(`${prefix}${group}`)
        const message = `the group ${JSON.stringify(group)} cannot name a branch`
        throw new AdapterError({
          kind: 'invalid-request',
          endpoint: name,
          message,
          next: 'name it otherwise',
        })
      },
    },
  }
}

interface MemoryBranch {
  readonly name: string
  readonly environment: string
  readonly branch: string
  readonly graph: CommitGraph
  readonly proposals: Map<string, MemoryProposal>
}

function keepBranch({ name, environment, branch, graph, proposals }: MemoryBranch): ProposalSink {
  const urlOf = (id: string) => `memory:proposal/${id}`

  function commitOf(wanted: Proposal): StoredCommit {
    const base = findBase(graph, wanted.base, name)
    const files = editTree(base.files, wanted.files)
    return graph.add({ parents: [wanted.base], files, message: wanted.message, author: 'tideway' })
  }

  const findOpen = () =>
    [...proposals.values()].find((item) => item.branch === branch && item.state === 'open')

  return {
    async reconcile(wanted, call) {
      checkWritable(call, name)
      const open = findOpen()
      if (open === undefined) {
        const id = String(proposals.size + 1)
        const tip = commitOf(wanted).id
        const made: MemoryProposal = { id, environment, branch, state: 'open', proposal: wanted, tip }
        proposals.set(id, made)
        return { kind: 'opened', id, url: urlOf(id), ...autoMergeOf(made) }
      }
      const named = { id: open.id, url: urlOf(open.id) }
      if (open.editedBy !== undefined && wanted.takeOver !== true)
        return { kind: 'blocked-by-edits', ...named, by: open.editedBy }
      const commit = commitOf(wanted)
      const isSame =
        wanted.digest === open.proposal.digest &&
        wanted.base === open.proposal.base &&
        isSameTree(commit, graph.get(open.tip))
      const kept: MemoryProposal = { ...open, proposal: wanted, tip: commit.id, editedBy: undefined }
      const { autoMerge } = wanted
      proposals.set(open.id, isSame ? { ...open, proposal: { ...open.proposal, autoMerge } } : kept)
      return { kind: isSame ? 'unchanged' : 'updated', ...named, ...autoMergeOf(kept) }
    },
    async close(reason, call) {
      checkWritable(call, name)
      const open = findOpen()
      if (open === undefined) return { kind: 'none' }
      const named = { id: open.id, url: urlOf(open.id) }
      if (open.editedBy !== undefined) return { kind: 'blocked-by-edits', ...named, by: open.editedBy }
      proposals.set(open.id, { ...open, state: 'closed', closedFor: reason })
      return { kind: 'closed', ...named }
    },
    async find(digest, call) {
      checkAborted(call, name)
      return [...proposals.values()].findLast(
        (item) => item.branch === branch && item.closedFor === undefined && item.proposal.digest === digest,
      )?.id
    },
    async stopAutoMerge(id, call) {
      checkWritable(call, name)
      const found = proposals.get(id)
      if (found?.state !== 'open') return
      proposals.set(id, { ...found, proposal: { ...found.proposal, autoMerge: undefined } })
    },
    async state(id, call): Promise<ProposalState> {
      checkAborted(call, name)
      const found = proposals.get(id)
      if (found === undefined) return { kind: 'unknown' }
      const digest = found.closedFor === undefined ? found.proposal.digest : undefined
      if (found.mergedAs !== undefined) return { kind: 'merged', commit: found.mergedAs, digest }
      return { kind: found.state === 'open' ? 'open' : 'closed', digest }
    },
    async current(call) {
      checkAborted(call, name)
      const open = findOpen()
      return open && { id: open.id, digest: open.proposal.digest }
    },
    // Older ones are among them, as in a store that goes by the time.
    async merged(_since, call) {
      checkAborted(call, name)
      return [...proposals.values()].flatMap(({ id, branch: of, proposal, mergedAs: commit }) => {
        if (commit === undefined || (of !== branch && !of.startsWith(`${branch}--`))) return []
        return [{ id, commit, digest: proposal.digest }]
      })
    },
  }
}

function autoMergeOf({ proposal, switchedOff }: MemoryProposal): { readonly autoMerge?: AutoMerge } {
  if (proposal.autoMerge === undefined) return {}
  return { autoMerge: switchedOff === proposal.digest ? 'switched-off' : 'waiting' }
}

/** The files of a tree after edits. */
export function editTree(tree: FileTree, edits: readonly FileEdit[]): FileTree {
  const files: Record<string, string> = { ...tree }
  for (const edit of edits) {
    if (edit.kind === 'write') files[edit.path] = edit.text
    else delete files[edit.path]
  }
  return files
}

function findBase(graph: CommitGraph, id: CommitId, endpoint: string): StoredCommit {
  try {
    return graph.get(id)
  } catch (cause) {
    const next = 'fetch it, or propose on a commit that is there'
    throw new AdapterError({ kind: 'not-found', endpoint, message: `there is no commit ${id}`, next, cause })
  }
}

function isSameTree(left: StoredCommit, right: StoredCommit): boolean {
  return JSON.stringify(left.files) === JSON.stringify(right.files)
}
