import { fullCapabilities } from '../contract/capabilities.ts'
import type { CommitId, Commits } from '../contract/commits.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { ProposalSink } from '../contract/proposal-sink.ts'
import type { Source } from '../contract/source.ts'
import type { SourceEditor } from '../contract/source-editor.ts'
import { checkAborted } from './check-aborted.ts'
import { createCommitGraph } from './commit-graph.ts'
import { createMemoryProposals, editTree, type MemoryProposal } from './memory-proposals.ts'
import { type FileTree, mergeTrees } from './merge-trees.ts'
import { createTestClock } from './test-clock.ts'
import { createTreeEditor } from './tree-editor.ts'
import { createTreeSource, unitPath } from './tree-source.ts'

/** How a {@link MemoryGit} is made. */
export interface MemoryGitOptions {
  /** The files of the first commit; `<environment>/<unit>.yaml` is a unit. Default: none. */
  readonly files?: FileTree | undefined
  /** Who owns a file, as a CODEOWNERS file says it: `@person`, `@org/team`. Default: nobody. */
  readonly owners?: ((path: string) => readonly string[]) | undefined
  /** The time of commits, in milliseconds since 1970; default: a clock that stands still. */
  readonly now?: (() => number) | undefined
}

/** New texts by path; undefined removes the file. */
export type FileChanges = Readonly<Record<string, string | undefined>>

/** How a proposal is merged. */
export interface MergeOptions {
  /** One new commit instead of a merge commit. Default: false. */
  readonly squash?: boolean | undefined
  /** The commit's message. Default: in GitHub's words. */
  readonly message?: string | undefined
}

/** A repository at one commit, seen from one environment. */
export interface MemoryGitEndpoint extends Endpoint {
  readonly source: Source
  readonly commits: Commits
  readonly editor: SourceEditor
  readonly proposals: ProposalSink
}

/** A Git repository in memory with one main branch: endpoints for flows, and beside them what people do. */
export interface MemoryGit {
  /** Commits to the main branch. */
  commit(changes: FileChanges, subject: string, author?: string): CommitId
  /** Undoes a commit by a new one; a merge is undone against its first parent. */
  revert(commit: CommitId): CommitId | 'conflict'
  /** The newest commit of the main branch. */
  main(): CommitId
  /** The files of a commit; default: of the newest. */
  tree(commit?: CommitId): FileTree
  /** The units `<environment>/<unit>.yaml` as of a commit; default: the newest now. */
  endpoint(environment: string, options?: { readonly commit?: CommitId | undefined }): MemoryGitEndpoint
  /** Every proposal ever made, oldest first, read past the endpoint. */
  proposals(): readonly MemoryProposal[]
  /** Merges an open proposal into the main branch, file by file and line by line. */
  merge(proposal: string, options?: MergeOptions): CommitId | 'conflict'
  /** The checks of an open proposal pass: one that merges itself does so; answers undefined where it stays open. */
  passChecks(proposal: string): CommitId | 'conflict' | undefined
  /** A person switches off that an open proposal merges itself. */
  switchOffAutoMerge(proposal: string): void
  /** Closes an open proposal without merging it. */
  close(proposal: string): void
  /** Adds a reviewer's commit to an open proposal. */
  editProposal(proposal: string, changes: FileChanges, author?: string): CommitId
}

/**
 * Makes a repository in memory. What names a commit or an open proposal throws a RangeError where there is none.
 *
 * @example
 * const git = createMemoryGit({ files: { 'prod/web.yaml': text } })
 * git.commit({ 'prod/web.yaml': changed }, 'Scale up')
 * await publish({ git: git.endpoint('prod'), confighub, archive }, { environment: 'prod' }, call)
 */
export function createMemoryGit(options: MemoryGitOptions = {}): MemoryGit {
  const graph = createCommitGraph(options.now ?? createTestClock().now)
  const proposals = new Map<string, MemoryProposal>()
  const first = { parents: [], files: options.files ?? {}, message: 'Start', author: 'dev' }
  let main = graph.add(first).id

  function commitOn(
    parents: readonly CommitId[],
    files: FileTree,
    message: string,
    author: string,
  ): CommitId {
    return graph.add({ parents, files, message, author }).id
  }

  function findOpen(id: string): MemoryProposal {
    const found = proposals.get(id)
    if (found?.state !== 'open') throw new RangeError(`there is no open proposal ${id}`)
    return found
  }

  function merge(id: string, { squash = false, message }: MergeOptions = {}): CommitId | 'conflict' {
    const open = findOpen(id)
    const base = graph.get(open.proposal.base).files
    const merged = mergeTrees(base, graph.get(main).files, graph.get(open.tip).files)
    if (merged.kind === 'conflict') return 'conflict'
    const parents = squash ? [main] : [main, open.tip]
    const title = message ?? (squash ? `${open.proposal.title} (#${id})` : `Merge ${open.branch} (#${id})`)
    main = commitOn(parents, merged.files, title, 'reviewer')
    proposals.set(id, { ...open, state: 'merged', mergedAs: main })
    return main
  }

  return {
    commit(changes, subject, author = 'dev') {
      main = commitOn([main], changeTree(graph.get(main).files, changes), subject, author)
      return main
    },
    revert(commit) {
      const { files, parents, subject } = graph.get(commit)
      const [parent] = parents
      const before = parent === undefined ? {} : graph.get(parent).files
      const merged = mergeTrees(files, graph.get(main).files, before)
      if (merged.kind === 'conflict') return 'conflict'
      main = commitOn([main], merged.files, `Revert "${subject}"`, 'dev')
      return main
    },
    main: () => main,
    tree: (commit = main) => graph.get(commit).files,
    endpoint(environment, { commit = main } = {}) {
      const { id, subject, author, at, files } = graph.get(commit)
      const name = `git:${environment}`
      return {
        specVersion: 1,
        name,
        capabilities: fullCapabilities,
        source: createTreeSource(name, environment, files),
        editor: createTreeEditor(name, environment, files, options.owners),
        proposals: createMemoryProposals(name, environment, graph, proposals),
        commits: {
          async head(call) {
            checkAborted(call, name)
            return { id, subject, author, at }
          },
          async relation(left, right, call) {
            checkAborted(call, name)
            return graph.relation(left, right)
          },
          async *changesOf(unit, limit, call) {
            const path = unitPath(environment, unit)
            let told = 0
            for (const commit of graph.history(id)) {
              checkAborted(call, name)
              const [parent, ...others] = commit.parents
              const before = (parent === undefined ? {} : graph.get(parent).files)[path] ?? ''
              const after = commit.files[path] ?? ''
              if (others.length > 0 || before === after || told === limit) continue
              told += 1
              const { subject: what, author: by, at: when } = commit
              yield { commit: { id: commit.id, subject: what, author: by, at: when }, before, after }
            }
          },
        },
        close: async () => {},
      }
    },
    proposals: () => [...proposals.values()],
    merge,
    passChecks(id) {
      const { proposal, switchedOff, editedBy } = findOpen(id)
      const isOff = proposal.autoMerge === undefined || switchedOff === proposal.digest
      if (isOff || editedBy !== undefined) return undefined
      return merge(id, { squash: proposal.autoMerge !== 'merge' })
    },
    switchOffAutoMerge(id) {
      const open = findOpen(id)
      proposals.set(id, { ...open, switchedOff: open.proposal.digest })
    },
    close(id) {
      proposals.set(id, { ...findOpen(id), state: 'closed' })
    },
    editProposal(id, changes, author = 'reviewer') {
      const open = findOpen(id)
      const tip = commitOn(
        [open.tip],
        changeTree(graph.get(open.tip).files, changes),
        'Edit in review',
        author,
      )
      proposals.set(id, { ...open, tip, editedBy: author })
      return tip
    },
  }
}

function changeTree(tree: FileTree, changes: FileChanges): FileTree {
  return editTree(
    tree,
    Object.entries(changes).map(([path, text]) =>
      text === undefined ? { kind: 'delete', path } : { kind: 'write', path, text },
    ),
  )
}
