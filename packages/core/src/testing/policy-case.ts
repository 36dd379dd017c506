import { z } from 'zod'
import type { AuthorKind } from '../contract/history.ts'
import type { FreezeWindow } from '../decide/freeze.ts'
import type { FlowName } from '../decide/policy.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import type { JsonObject } from '../model/json.ts'

/** Who set a side's values. */
export interface CaseAuthor {
  /** The store's own id. */
  readonly id?: string | undefined
  /** The name that the store gives. */
  readonly by?: string | undefined
  /** Default: `person`. */
  readonly kind?: AuthorKind | undefined
  readonly tag?: string | undefined
}

/** Where a case plays: the environment, the unit, and who changed what on either side. */
export interface CaseContext {
  /** Default: `prod`. */
  readonly env?: string | undefined
  /** Default: `unit`. */
  readonly unit?: string | undefined
  /** The time, for freeze windows; ISO 8601. */
  readonly now?: string | undefined
  readonly freeze?: readonly FreezeWindow[] | undefined
  /** `unknown`: nobody remembers what both sides last agreed on. Default: `known`. */
  readonly base?: 'known' | 'unknown' | undefined
  readonly git?: CaseAuthor | undefined
  readonly confighub?: CaseAuthor | undefined
  readonly live?: CaseAuthor | undefined
}

/** What a field is expected to become: whose value it takes, or what becomes of it otherwise. */
export interface ExpectedDecision {
  readonly take?: string | undefined
  readonly decide?: 'leave' | 'hold' | 'block' | undefined
  /** The rule that has to say so. */
  readonly rule?: string | undefined
  /** Whether a sync’s pull request may merge it without a person. */
  readonly autoMerge?: boolean | undefined
}

/** One state of the resource, as far as it matters; a list of those for several; or the name of a file with the unit. */
export type CaseSide = JsonObject | readonly JsonObject[] | string

/** The states of one unit. */
export interface CaseSides {
  readonly base?: CaseSide | undefined
  readonly git?: CaseSide | undefined
  readonly confighub?: CaseSide | undefined
  readonly live?: CaseSide | undefined
}

/** What has to be decided of one unit. */
export interface CaseExpectation {
  readonly verdict: UnitVerdict
  /** By JSON Pointer; in a unit of several resources, `<resource key>#<pointer>`. */
  readonly decisions?: Readonly<Record<string, ExpectedDecision>> | undefined
  /** What the target holds afterwards. */
  readonly result?: CaseSide | undefined
}

/** One unit of a case that needs several. */
export interface CaseUnit extends CaseSides {
  readonly expect: CaseExpectation
}

/** One case of a policy: three states of a resource, and what has to be decided of them. */
export interface PolicyCase extends CaseSides {
  readonly name: string
  readonly flow: FlowName
  readonly context?: CaseContext | undefined
  /** What all sides have in common. */
  readonly resource?: JsonObject | undefined
  /** Several units by name, in place of the sides: what moves is in one before and in another afterwards. */
  readonly units?: Readonly<Record<string, CaseUnit>> | undefined
  /** Of several units, the verdict is that of the run: the gravest of theirs. */
  readonly expect: CaseExpectation & {
    /** The units that are written, in this order. */
    readonly order?: readonly string[] | undefined
  }
}

/** A file of cases, as it is written. */
export interface PolicyCasesFile {
  /** A preset, or a policy file relative to this one. */
  readonly policy: string
  readonly cases: readonly PolicyCase[]
}

/** The `case.yaml` of a folder, as it is written. */
export interface PolicyCaseFile extends PolicyCase {
  /** A preset, or a policy file relative to this one. */
  readonly policy: string
}

const author = z
  .strictObject({
    id: z.string().describe('The store’s own id.').optional(),
    by: z.string().describe('The name that the store gives.').optional(),
    kind: z.enum(['publish', 'capture', 'person', 'automation', 'unknown']).optional(),
    tag: z.string().optional(),
  })
  .describe('Who set the side’s values; default: a person.')
  .optional()

const time = z.iso.datetime({
  offset: true,
  error: 'expected a time with its offset, like 2026-12-20T00:00:00Z',
})
const notAField =
  'expected a JSON Pointer, or in a unit of several resources Kind.group/namespace/name#/pointer'
const map = z.record(z.string(), z.json())
const side = z
  .union([z.string().min(1), map, z.array(map)])
  .describe(
    'What differs from "resource", a list of those for several resources, or the name of a file that holds the unit; left out: absent there.',
  )
  .optional()

const sides = { base: side, git: side, confighub: side, live: side }
const expectation = {
  verdict: z.enum(['write', 'leave', 'hold', 'block']),
  decisions: z
    .record(
      z.string().regex(/^$|^\/|^[^/]+\/[^/]*\/[^#]+#(?:$|\/)/, notAField),
      z
        .strictObject({
          take: z.enum(['git', 'confighub', 'live']).optional(),
          decide: z.enum(['leave', 'hold', 'block']).optional(),
          rule: z.string().min(1).optional(),
          autoMerge: z
            .boolean()
            .describe('Whether a sync’s pull request may merge it without a person.')
            .optional(),
        })
        .refine((item) => item.take === undefined || item.decide === undefined, {
          error: 'either takes a side or decides otherwise, not both',
        }),
    )
    .describe('By field, as a JSON Pointer; "" is the resource as a whole.')
    .optional(),
  result: side,
}

const policyCase = z.strictObject({
  name: z.string().min(1),
  flow: z.enum(['publish', 'sync', 'capture']),
  context: z
    .strictObject({
      env: z.string().optional(),
      unit: z.string().optional(),
      now: time.optional(),
      freeze: z.array(z.strictObject({ from: time, until: time, reason: z.string().min(1) })).optional(),
      base: z.enum(['known', 'unknown']).optional(),
      git: author,
      confighub: author,
      live: author,
    })
    .optional(),
  resource: map.describe('What all sides have in common.').optional(),
  ...sides,
  units: z
    .record(z.string().min(1), z.strictObject({ ...sides, expect: z.strictObject(expectation) }))
    .describe('Several units by name, in place of the sides.')
    .optional(),
  expect: z.strictObject({
    ...expectation,
    order: z.array(z.string()).describe('Of several units those that are written, in this order.').optional(),
  }),
})

const policy = z.string().min(1).describe('A preset, or a policy file relative to this one.')

/** The form of a `*.cases.yaml`: strict, so that a misspelt expectation is an error and never one that holds. */
export const policyCasesSchema: z.ZodType<PolicyCasesFile> = z.strictObject({
  policy,
  cases: z.array(policyCase).min(1),
})

/** The form of the `case.yaml` of a folder: one case, and its policy. */
export const policyCaseFileSchema: z.ZodType<PolicyCaseFile> = z.strictObject({ policy, ...policyCase.shape })
