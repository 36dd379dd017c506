import type { Call } from './call.ts'
import type { CommitId } from './commits.ts'
import type { FileEdit } from './source-editor.ts'

/** A tree of file edits on a base commit, with title and body: what a pull request carries. */
export interface Proposal {
  readonly title: string
  /** Markdown. */
  readonly body: string
  readonly labels: readonly string[]
  /** The commit that the edits were made against. */
  readonly base: CommitId
  readonly files: readonly FileEdit[]
  /** The message of the one commit that holds the edits. */
  readonly message: string
  /** Names what is proposed: equal digests, equal proposals. Kept with the proposal and read back by `state`. */
  readonly digest: string
}

/** What `reconcile` found or did. */
export type ProposalOutcome =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'opened' | 'updated' | 'unchanged' | 'closed'
      readonly id: string
      readonly url: string
    }
  | { readonly kind: 'blocked-by-edits'; readonly id: string; readonly url: string; readonly by: string }

/** Where a proposal stands. */
export type ProposalState =
  | { readonly kind: 'open'; readonly digest: string | undefined }
  | { readonly kind: 'merged'; readonly commit: CommitId; readonly digest: string | undefined }
  | { readonly kind: 'closed'; readonly digest: string | undefined }
  | { readonly kind: 'unknown' }

/** Keeps one pull request of an environment true. */
export interface ProposalSink {
  /** Opens, updates or leaves the one proposal; with `undefined` the sides agree, and an open one is closed. */
  reconcile(wanted: Proposal | undefined, call: Call): Promise<ProposalOutcome>
  /** The id of the newest proposal of this environment, open or not, that carries a digest; undefined: there is none. */
  find(digest: string, call: Call): Promise<string | undefined>
  /** Says what became of a proposal that `reconcile` or `find` named; `digest` is the one it last carried. */
  state(id: string, call: Call): Promise<ProposalState>
}
