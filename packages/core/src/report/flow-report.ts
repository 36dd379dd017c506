import type { Attribution, Sides } from '../compare/field-change.ts'
import type { UnitChange } from '../compare/unit-change.ts'
import type { DeliveryStatus } from '../contract/delivery.ts'
import type { AutoMerge } from '../contract/proposal-sink.ts'
import type { WriteOutcome } from '../contract/sink.ts'
import type { FieldVerdict } from '../decide/decide-change.ts'
import type { FlowName } from '../decide/policy.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import type { ErrorCode } from '../errors/error-register.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { PlanRecord } from './plan-record.ts'

/** One field of a report; values are text for people, `undefined` is absent, Secret values are `<secret>`. */
export interface FieldReport {
  readonly resource: ResourceKey
  /**
   * JSON Pointer (RFC 6901) with elements of lists by their keys, `/spec/containers/[name=app]/image`; empty for the
   * resource as a whole.
   */
  readonly path: string
  /** Where the field stands on each side that has it, elements by their index; only where `path` has an element. */
  readonly pointers?: { readonly left?: string | undefined; readonly right?: string | undefined } | undefined
  /** `git-only`, `confighub-only`, `conflict`, … */
  readonly change: string
  readonly verdict: FieldVerdict
  readonly rule: string
  /** The ids of the rules that it beat, strongest first; absent where there are none. */
  readonly beat?: readonly string[] | undefined
  readonly reason?: string | undefined
  /** True for what a sync’s pull request may merge without a person, by the rule. */
  readonly autoMerge?: boolean | undefined
  /** `<unknown>` where nobody remembers it. */
  readonly base?: string | undefined
  readonly left?: string | undefined
  readonly right?: string | undefined
  readonly setBy?: Attribution | undefined
  /** The commit that set the left side's value; absent where nobody can tell. */
  readonly leftSetBy?: Attribution | undefined
}

/** One unit of a report: what differs, what is decided, and what became of it. */
export interface UnitReport {
  readonly unit: string
  readonly unitChange: UnitChange
  readonly verdict: UnitVerdict
  readonly fields: readonly FieldReport[]
  /** Why the unit is held or blocks, where no rule says so. */
  readonly obstacle?: string | undefined
  /** What became of its write; absent in a dry run and where nothing was to be written. */
  readonly outcome?: WriteOutcome['kind'] | undefined
  readonly revision?: string | undefined
  /** Why the write did not succeed, where the store said so. */
  readonly error?: { readonly code: ErrorCode; readonly message: string } | undefined
}

/**
 * How a run ended. `blocked` wrote nothing, or stopped after the units that say so; `left-out` was not run, since the
 * environment may only be read.
 */
export type FlowOutcome =
  | 'done'
  | 'nothing-to-do'
  | 'behind'
  | 'held'
  | 'blocked'
  | 'lost-race'
  | 'failed'
  | 'left-out'

/** One file that a sync would change. */
export interface ReportedFile {
  readonly path: string
  readonly text?: string | undefined
  /** Unified diff; absent where the text before is not known. */
  readonly diff?: string | undefined
}

/** One pull request of a sync. */
export interface ReportedProposal {
  /**
   * `opened`, `updated`, `unchanged`, `closed`; `blocked-by-edits`: it holds commits by others and was left alone;
   * `waiting`: it stays as it is until a person has looked; `declined`: people closed one with the same changes, so
   * there is none; `planned`: it would be kept, in a dry run.
   */
  readonly kind: string
  readonly id?: string | undefined
  readonly url?: string | undefined
  /** The part of the environment that it is for: the name, and its owners or label's values. Absent: all of it. */
  readonly group?: { readonly name: string; readonly members: readonly string[] } | undefined
  /** The units whose changes it holds, ordered by name. */
  readonly units: readonly string[]
  /** How far a pull request has come that may merge itself. */
  readonly autoMerge?: AutoMerge | undefined
}

/** A unit that nobody knows the state of, and why. */
export interface UnreadableUnit {
  readonly unit: string
  readonly code: ErrorCode
  readonly message: string
}

/** What every flow reports, as plain data. */
export interface FlowReport {
  readonly flow: FlowName
  readonly environment: string
  /** Files were compared, without any environment: no command can act on what is told. Default: false. */
  readonly ofFiles?: boolean | undefined
  readonly sides: Sides
  readonly outcome: FlowOutcome
  readonly dryRun: boolean
  /** Present where the authority could not be asked: what stood for it, and why. Conflicts are not seen then. */
  readonly offline?: { readonly base: string; readonly why: string } | undefined
  /** One sentence for people. */
  readonly summary: string
  /** The commit that was looked at. */
  readonly commit?: string | undefined
  /** Units that differ; units that are equal are only counted. */
  readonly units: readonly UnitReport[]
  readonly unitCount: number
  /** The version of the rules by which values count as equal; absent where nothing was compared. */
  readonly rules?: string | undefined
  /** Units with changes of the authority's that Git lacks. */
  readonly syncDue: readonly string[]
  /** Fields of the authority's that a forced publish overwrites. */
  readonly overwritten: readonly (FieldReport & { readonly unit: string })[]
  /** How far every awaited unit has come, where the run waited. */
  readonly delivery?: readonly DeliveryStatus[] | undefined
  /** What ended a failed run, where no unit's write says so. */
  readonly error?: { readonly code: ErrorCode; readonly message: string } | undefined
  /** Units that could not be read and were left out; then nothing is deleted. Absent where there are none. */
  readonly unreadable?: readonly UnreadableUnit[] | undefined
  /** What should be known besides: a lost archive, a declined proposal, an edit that does not converge. */
  readonly notes: readonly string[]
  /** The pull requests that a sync keeps, and those that it closed; one, unless the environment is grouped. */
  readonly proposals?: readonly ReportedProposal[] | undefined
  /** The files that a sync changes, with their new texts, one that goes without; only in a dry run. */
  readonly files?: readonly ReportedFile[] | undefined
  /** Whether the changed files converge, and how that is known; absent where nothing was rendered again. */
  readonly proof?: string | undefined
  /** What was planned, to be applied later; only in a dry run of a publish. */
  readonly plan?: PlanRecord | undefined
}
