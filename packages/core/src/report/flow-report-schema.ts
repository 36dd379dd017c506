import { z } from 'zod'
import { errorRegister } from '../errors/error-register.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { FlowReport } from './flow-report.ts'

const text = z.string()
const authors = z.enum(['publish', 'capture', 'person', 'automation', 'unknown'])
const codes = Object.keys(errorRegister).filter(isCode)
const error = z.object({ code: z.enum(codes), message: text })
const attribution = z.looseObject({
  kind: authors,
  name: text.optional(),
  at: text.optional(),
  by: text.optional(),
  description: text.describe('Of the revision; the subject of the commit.').optional(),
  after: text.describe('The revision before the first open change of the field.').optional(),
})
const field = z.object({
  resource: text.describe('kind.group/namespace/name'),
  path: text
    .regex(/^(\/|$)/)
    .describe('JSON Pointer, elements of lists by their keys; empty for the resource as a whole.'),
  pointers: z
    .object({ left: text.optional(), right: text.optional() })
    .describe('Where the field stands on each side, elements of lists by their index.')
    .optional(),
  change: text,
  verdict: z.enum(['take', 'leave', 'hold', 'block']),
  rule: text.describe('The rule that decided.'),
  beat: z.array(text).describe('The rules that it beat, strongest first.').optional(),
  reason: text.optional(),
  autoMerge: z.boolean().describe('Whether a sync’s pull request may merge it without a person.').optional(),
  base: text.describe('What both sides last agreed on; <unknown> where nobody remembers.').optional(),
  left: text.optional(),
  right: text.optional(),
  setBy: attribution.optional(),
  leftSetBy: attribution.describe('The commit that set the value of the left side.').optional(),
})
const unit = z.object({
  unit: text,
  unitChange: z.enum(['none', 'same', 'one-side', 'both-disjoint', 'both-overlap']),
  verdict: z.enum(['block', 'hold', 'write', 'leave']),
  fields: z.array(field),
  obstacle: text.optional(),
  outcome: z.enum(['written', 'unchanged', 'lost-race', 'refused', 'unknown', 'not-tried']).optional(),
  revision: text.optional(),
  error: error.optional(),
})
const count = z.int().nonnegative()
const list = z.array(text).optional()
const plan = z
  .object({
    version: z.literal(1),
    commit: text,
    confighub: text,
    options: z.strictObject({
      limits: z.strictObject({ updates: count, deletes: count }),
      force: z.strictObject({ units: list, paths: list }).optional(),
      allowOlder: z.boolean().optional(),
      purge: z.boolean().optional(),
    }),
    writes: z.array(
      z.object({
        unit: text,
        kind: z.enum(['create', 'update', 'withdraw', 'purge']),
        expected: text.describe('The revision that was read, or: absent.'),
        digest: text.regex(/^[0-9a-f]{64}$/).describe('SHA-256 of the text to be written.'),
      }),
    ),
  })
  .describe('What tideway apply carries out; no text and no value is in it.')

// One report per environment and flow. Members that are not known are let be.
const flowReportsSchema: z.ZodType<readonly FlowReport[]> = z.array(
  z.object({
    flow: z.enum(['publish', 'sync', 'capture']),
    environment: text,
    ofFiles: z.boolean().describe('Files were compared, and no environment.').optional(),
    sides: z.object({ left: text, right: text }),
    outcome: z.enum([
      'done',
      'nothing-to-do',
      'behind',
      'held',
      'blocked',
      'lost-race',
      'failed',
      'left-out',
    ]),
    dryRun: z.boolean(),
    offline: z.object({ base: text, why: text }).optional(),
    summary: text,
    commit: text.optional(),
    units: z.array(unit),
    unitCount: count,
    rules: text.optional(),
    syncDue: z.array(text),
    overwritten: z.array(field.extend({ unit: text })),
    delivery: z
      .array(
        z.object({
          kind: z.enum(['live', 'pending', 'failed', 'untracked']),
          unit: text,
          reason: text.optional(),
        }),
      )
      .optional(),
    error: error.optional(),
    unreadable: z.array(error.extend({ unit: text })).optional(),
    notes: z.array(text),
    proposals: z
      .array(
        z.object({
          kind: text,
          id: text.optional(),
          url: text.optional(),
          group: z
            .object({ name: text, members: z.array(text) })
            .describe('The part of the environment that it is for; absent: all of it.')
            .optional(),
          units: z.array(text),
          autoMerge: z
            .enum(['waiting', 'merged', 'switched-off', 'refused'])
            .describe('How far a pull request has come that may merge itself.')
            .optional(),
        }),
      )
      .describe('The pull requests that a sync keeps, and those that it closed.')
      .optional(),
    files: z.array(z.object({ path: text, text: text.optional(), diff: text.optional() })).optional(),
    proof: text.optional(),
    plan: plan.optional(),
  }),
)

/** The form of reports, and of the plans in them, as JSON Schema (draft 2020-12). */
export function formatReportSchema(): string {
  const schema = z.toJSONSchema(flowReportsSchema, { io: 'input' })
  return `${JSON.stringify({ title: 'tideway reports', ...schema }, null, 2)}\n`
}

/** Reads what a command wrote with `-o json`; `name` is for messages. Throws `TIDEWAY_USAGE` for anything else. */
export function readReports(content: string, name: string): readonly FlowReport[] {
  const parsed = flowReportsSchema.safeParse(readJson(content))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.join('.') ?? ''
  const isPlan = /^\d+\.plan\.version$/.test(place)
  throw new TidewayError({
    code: 'TIDEWAY_USAGE',
    message: isPlan
      ? `${name} holds a plan of another version of tideway`
      : `${name} is no report${place === '' ? '' : `: ${place}: ${issue?.message ?? ''}`}`,
    next: isPlan
      ? 'plan again with this version'
      : 'write one with: tideway publish --dry-run --out plan.json',
  })
}

function readJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function isCode(code: string): code is keyof typeof errorRegister {
  return Object.hasOwn(errorRegister, code)
}
