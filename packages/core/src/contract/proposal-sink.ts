import type { Call } from './call.ts'
import type { CommitId } from './commits.ts'
import type { ReviewCheck } from './reviews.ts'
import type { FileEdit } from './source-editor.ts'

/** How the commit of a proposal comes to the branch that it is for. */
export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** A tree of file edits on a base commit, with title and body: what a pull request carries. */
export interface Proposal {
  readonly title: string
  /** Markdown. */
  readonly body: string
  /** The same without what can be left out, for stores that limit a body. */
  readonly compactBody?: string | undefined
  readonly labels: readonly string[]
  /** The commit that the edits were made against. */
  readonly base: CommitId
  readonly files: readonly FileEdit[]
  /** The message of the one commit that holds the edits. */
  readonly message: string
  /** Names what is proposed: equal digests, equal proposals. Kept with the proposal and read back by `state`. */
  readonly digest: string
  /** Set on the commit before anybody can see it, where the store knows checks. */
  readonly check?: ReviewCheck | undefined
  /** Who is asked for a review, once each: people by their login, teams as `org/team`. Default: nobody. */
  readonly reviewers?: readonly string[] | undefined
  /** Replace commits that others made on the proposal's branch. Default: false. */
  readonly takeOver?: boolean | undefined
  /**
   * Merge it without a person as soon as the store's rules allow: once its checks have passed, or at once where nothing
   * is required. Undefined: people merge it, and one that would merge itself no longer does.
   */
  readonly autoMerge?: MergeMethod | undefined
}

/**
 * How far a proposal has come that may merge itself: it waits for its checks; it is merged; a person has switched that
 * off, and is not overruled as long as the digest stays; the store refused, which is a warning.
 */
export type AutoMerge = 'waiting' | 'merged' | 'switched-off' | 'refused'

/** What `reconcile` or `close` found or did. */
export type ProposalOutcome =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'opened' | 'updated' | 'unchanged' | 'closed'
      readonly id: string
      readonly url: string
      /** Absent where it was not wanted, and where the store cannot do it. */
      readonly autoMerge?: AutoMerge | undefined
    }
  | { readonly kind: 'blocked-by-edits'; readonly id: string; readonly url: string; readonly by: string }

/** Where a proposal stands; `digest` is the one it last carried, `unknown`: the store has none of that id. */
export type ProposalState =
  | { readonly kind: 'open'; readonly digest: string | undefined }
  | { readonly kind: 'merged'; readonly commit: CommitId; readonly digest: string | undefined }
  | { readonly kind: 'closed'; readonly digest: string | undefined }
  | { readonly kind: 'unknown' }

/** The open proposal, and what it carries. */
export interface CurrentProposal {
  readonly id: string
  /** Undefined where somebody removed it. */
  readonly digest: string | undefined
}

/** A proposal that was merged, and the commit of the base branch that it became. */
export interface MergedProposal {
  readonly id: string
  readonly commit: CommitId
  /** The one that it last carried; undefined where somebody removed it. */
  readonly digest: string | undefined
}

/** The proposals of an environment's parts, each kept by itself on a branch of its own. */
export interface ProposalGroups {
  /** Those of which something may still be open; a part that is no longer wanted is closed by its own sink. */
  names(call: Call): Promise<readonly string[]>
  /** The sink of one part; throws an `AdapterError` for a name that no branch can have. */
  group(name: string): ProposalSink
}

/** Keeps one pull request of an environment true. */
export interface ProposalSink {
  /** Opens, updates or leaves the one proposal; one whose base holds all of it already is closed. */
  reconcile(wanted: Proposal, call: Call): Promise<ProposalOutcome>
  /**
   * Closes the open proposal, if there is one, and tells its readers why (one sentence of Markdown). It does not carry
   * its digest any more then, so that nobody takes it for one that people declined.
   */
  close(reason: string, call: Call): Promise<ProposalOutcome>
  /** The id of the newest proposal of this environment, open or not, that carries a digest; undefined: there is none. */
  find(digest: string, call: Call): Promise<string | undefined>
  /** Says what became of a proposal that `reconcile` or `find` named; `digest` is the one it last carried. */
  state(id: string, call: Call): Promise<ProposalState>
  /** The open proposal, whoever has made it; undefined: there is none. */
  current(call: Call): Promise<CurrentProposal | undefined>
  /** The proposals that were merged after a commit of the base branch, those of its groups too; older ones may be among them. */
  merged(since: CommitId, call: Call): Promise<readonly MergedProposal[]>
  /**
   * Takes back that an open proposal merges itself, for instance because it is outdated; what a person switched on, and
   * everything else, stays. Absent where the store merges nothing by itself.
   */
  readonly stopAutoMerge?: ((id: string, call: Call) => Promise<void>) | undefined
  /** Absent where the store keeps no more than one proposal of an environment. */
  readonly groups?: ProposalGroups | undefined
}
