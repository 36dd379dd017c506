import { builtInRules, suggestWord } from '@tideway/core'
import { z } from 'zod'
import { text } from './words.ts'

/** Fields that a rule of one's own is for, as it is written. */
export interface WrittenFields {
  readonly kinds?: readonly string[] | undefined
  readonly names?: readonly string[] | undefined
  readonly paths: readonly string[]
}

/** A rule that lets differences be, as it is written. */
export interface WrittenIgnore {
  readonly id: string
  readonly reason: string
  readonly kinds?: readonly string[] | undefined
  readonly names?: readonly string[] | undefined
  readonly paths?: readonly string[] | undefined
  readonly managers?: readonly string[] | undefined
}

/** What counts as equal besides the built-in rules, as it is written. */
export interface WrittenNormalization {
  readonly off?: readonly string[] | undefined
  readonly ignore?: readonly WrittenIgnore[] | undefined
  readonly quantities?: readonly WrittenFields[] | undefined
  readonly durations?: readonly WrittenFields[] | undefined
  readonly lists?:
    | readonly {
        readonly kinds: readonly string[]
        readonly path: string
        readonly keys: readonly string[]
      }[]
    | undefined
  readonly schemas?: readonly string[] | 'cluster' | undefined
}

const kinds = z.array(text('Kind or Kind.group, * for any part.')).min(1).describe('Default: all kinds.')
const names = z.array(text('A name, * for any part.')).min(1).describe('Default: all names.')
const pointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'expected a JSON Pointer such as /spec/containers/[name=app]/image')
  .describe('A JSON Pointer; * is any key or element, [name=app] an element by its keys.')
const pointers = z.array(pointer).min(1)
const fields = z.strictObject({ kinds: kinds.optional(), names: names.optional(), paths: pointers })

const ruleIds = [
  ...new Set(builtInRules.map(({ id }) => id)),
  ...['default', 'set', 'null', 'quantity'].map((name) => `schema-${name}`),
  'declared-quantity',
  'declared-duration',
]
const isRuleId = (id: string) => ruleIds.includes(id)
const describeUnknownRule = (id: string) => `there is no rule of this id${suggestWord(id, ruleIds)}`

/** The form of what counts as equal. */
export const normalization: z.ZodType<WrittenNormalization> = z
  .strictObject({
    off: z
      .array(
        text('A rule’s id.').refine(isRuleId, { error: ({ input }) => describeUnknownRule(String(input)) }),
      )
      .describe('Built-in rules that do not hold.')
      .optional(),
    ignore: z
      .array(
        z
          .strictObject({
            id: z
              .string()
              .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected small letters, digits and single dashes')
              .describe('Names the rule in reports.'),
            reason: text('Why.'),
            kinds: kinds.optional(),
            names: names.optional(),
            paths: pointers.describe('Default: everywhere; then managers are needed.').optional(),
            managers: z
              .array(text('A field manager, * for any part.'))
              .min(1)
              .describe('Only what these set last in the cluster.')
              .optional(),
          })
          .refine((rule) => rule.paths !== undefined || rule.managers !== undefined, {
            error: 'needs paths or managers',
          }),
      )
      .describe('Differences that are let be: they are never written.')
      .optional(),
    quantities: z.array(fields).describe('Fields that hold quantities, such as 1Gi.').optional(),
    durations: z.array(fields).describe('Fields that hold durations, such as 1m30s.').optional(),
    lists: z
      .array(
        z.strictObject({
          kinds,
          path: pointer,
          keys: z.array(text('A field.')).min(1).describe('What tells the elements apart.'),
        }),
      )
      .describe('Lists whose elements have keys.')
      .optional(),
    schemas: z
      .union([z.array(text('A file, relative to this one.')), z.literal('cluster')], {
        error: 'expected a list of files, or cluster',
      })
      .describe(
        'Schemas of custom resources. Files: what tideway schemas writes, CustomResourceDefinitions, or OpenAPI v3 documents. cluster: every run asks the environment’s clusters.',
      )
      .optional(),
  })
  .describe('What counts as equal, besides the built-in rules.')
  .meta({ id: 'normalization' })
