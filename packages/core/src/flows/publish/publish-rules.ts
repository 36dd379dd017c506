import type { Call } from '../../contract/call.ts'
import type { Commit } from '../../contract/commits.ts'
import { findFreeze } from '../../decide/freeze.ts'
import { documentedPolicy } from '../../decide/presets.ts'
import { defaultLimits } from '../../plan/limits.ts'
import type { PublishRules } from '../../plan/plan-publish.ts'
import type { UnreadableUnit } from '../../report/flow-report.ts'
import { gitAndConfigHub } from '../stock/stock.ts'
import type { PublishOptions } from './publish-options.ts'

/** What is published: a commit, and the units that are left out. */
export interface PublishedState {
  readonly commit: Commit
  readonly unreadable?: readonly UnreadableUnit[] | undefined
}

/** What a publish of a commit is planned by, every default filled in. */
export function publishRules(
  { commit, unreadable = [] }: PublishedState,
  options: PublishOptions,
  call: Call,
): PublishRules {
  return {
    environment: options.environment,
    sides: gitAndConfigHub,
    policy: options.policy ?? documentedPolicy,
    limits: options.limits ?? defaultLimits,
    force: options.force,
    frozen: findFreeze(options.freeze ?? [], call.now()),
    secrets: options.secrets ?? 'refuse',
    purge: options.purge,
    now: call.now(),
    unreadable: unreadable.map(({ unit }) => unit),
    description: describeCommit(commit, options.force !== undefined),
  }
}

// The trailer lets later runs know the revision as ours.
function describeCommit(commit: Commit, forced: boolean): string {
  return `${forced ? 'CI (forced)' : 'CI'}: ${commit.subject} (tideway ${commit.id.slice(0, 12)})`
}
