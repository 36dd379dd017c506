import type { CommitId } from '../contract/commits.ts'
import type { Proposal, ProposalGroups, ProposalSink } from '../contract/proposal-sink.ts'
import { check } from './check.ts'
import type { HarnessSetup } from './harness.ts'
import { requireMember } from './require-member.ts'

/** A proposal as its place holds it, read past the endpoint. */
export interface ReadBackProposal {
  readonly id: string
  readonly state: 'open' | 'merged' | 'closed'
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  /** All files of the newest commit of its branch. */
  readonly files: Readonly<Record<string, string>>
}

/** A repository without proposals, for `proposalSuite`. */
export interface ProposalSetup extends HarnessSetup {
  /** Commits these files, and no others, to the main branch. */
  seed(files: Readonly<Record<string, string>>): Promise<CommitId>
  /** Every proposal, the oldest first. */
  readBack(): Promise<readonly ReadBackProposal[]>
  /** A reviewer adds a commit of their own to a proposal. */
  edit(id: string, path: string, text: string): Promise<void>
  /** A reviewer merges a proposal; answers the commit on the main branch. */
  merge(id: string): Promise<CommitId>
  /** A reviewer closes a proposal without merging it. */
  decline(id: string): Promise<void>
}

/** What the repository holds, and what it holds once the change is merged. */
export const seeded: Readonly<Record<string, string>> = {
  'README.md': 'Read me\n',
  'prod/db.yaml': 'old: db\n',
  'prod/web.yaml': 'old: web\n',
}
export const proposed: Readonly<Record<string, string>> = {
  'README.md': 'Read me\n',
  'prod/cache.yaml': 'new: cache\n',
  'prod/web.yaml': 'new: web\n',
}

/** The sink under test. */
export function proposalsOf(setup: ProposalSetup): ProposalSink {
  return requireMember(setup.endpoint.proposals, 'proposals')
}

/** The sinks of its groups. */
export function groupsOf(setup: ProposalSetup): ProposalGroups {
  return requireMember(proposalsOf(setup).groups, 'proposals.groups')
}

/** Seeds the repository, and answers what is to be proposed on it. */
export async function proposeChange(setup: ProposalSetup): Promise<Proposal> {
  return {
    title: 'sync: Import ConfigHub state for prod',
    body: '### Changes\n\n| unit | field |\n|---|---|\n| web | `/new` |\n',
    labels: ['tideway'],
    base: await setup.seed(seeded),
    files: [
      { kind: 'write', path: 'prod/web.yaml', text: 'new: web\n' },
      { kind: 'write', path: 'prod/cache.yaml', text: 'new: cache\n' },
      { kind: 'delete', path: 'prod/db.yaml' },
    ],
    message: 'sync: Import ConfigHub state for prod\n\nConfigHub-Revision: prod/web@2\n',
    digest: 'first',
  }
}

/** Proposes, expects that it is opened, and answers the id. */
export async function openProposal(setup: ProposalSetup, wanted: Proposal): Promise<string> {
  const outcome = await proposalsOf(setup).reconcile(wanted, setup.call)
  check(outcome.kind === 'opened', `the proposal was not opened, but "${outcome.kind}"`)
  return outcome.id
}
