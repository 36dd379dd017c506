import { z } from 'zod'
import type { AuthorKind } from '../contract/history.ts'
import type { FlowName } from './policy.ts'

const flows = ['publish', 'sync', 'capture'] as const
const sides = ['git', 'confighub', 'live'] as const
const unitChanges = ['same', 'one-side', 'both-disjoint', 'both-overlap'] as const
const changes = ['git-only', 'confighub-only', 'live-only', 'conflict', 'automation', 'unowned'] as const
const authors = ['publish', 'capture', 'person', 'automation', 'unknown'] as const
const decisions = ['merge', 'leave', 'hold', 'block'] as const

type OneOrMore<Word> = Word | readonly Word[]

/** What a rule of a policy file matches; one word may stand for a list of one. */
export interface PolicyFileMatch {
  readonly flow?: OneOrMore<FlowName> | undefined
  readonly environment?: OneOrMore<string> | undefined
  readonly unit?: OneOrMore<string> | undefined
  readonly unitChange?: OneOrMore<(typeof unitChanges)[number]> | undefined
  readonly group?: OneOrMore<string> | undefined
  readonly kind?: OneOrMore<string> | undefined
  readonly namespace?: OneOrMore<string> | undefined
  readonly name?: OneOrMore<string> | undefined
  readonly labels?: Readonly<Record<string, OneOrMore<string>>> | undefined
  readonly path?: OneOrMore<string> | undefined
  readonly change?: OneOrMore<(typeof changes)[number]> | undefined
  readonly author?: OneOrMore<AuthorKind> | undefined
  readonly authorId?: OneOrMore<string> | undefined
  readonly authorName?: OneOrMore<string> | undefined
  readonly tag?: OneOrMore<string> | undefined
}

/** One rule of a policy file, as it is written. */
export interface PolicyFileRule {
  readonly id: string
  readonly reason?: string | undefined
  readonly enforced?: boolean | undefined
  readonly autoMerge?: boolean | undefined
  readonly match?: PolicyFileMatch | undefined
  readonly decide: (typeof decisions)[number] | { readonly take: (typeof sides)[number] }
}

/** A policy file, as it is written. */
export interface PolicyFile {
  readonly extends?: readonly string[] | undefined
  readonly rules?: readonly PolicyFileRule[] | undefined
}

const oneOrMore = <Word extends z.ZodType>(word: Word) => z.union([word, z.array(word).min(1)])
const glob = oneOrMore(z.string())
const globs = (description: string) => glob.describe(description).optional()
const pointer = z.string().regex(/^(?:\/|\*\*)/, 'a field path is a JSON Pointer and starts with "/"')

const match = z
  .strictObject({
    flow: oneOrMore(z.enum(flows)).describe('Default: every flow that has the side to take.').optional(),
    environment: globs('Names of environments, or globs.'),
    unit: globs('Names of units, or globs.'),
    unitChange: oneOrMore(z.enum(unitChanges)).describe('What happened to the unit as a whole.').optional(),
    group: globs('API groups without the version; "" is the core group.'),
    kind: globs('Kinds, or globs.'),
    namespace: globs('Namespaces, or globs.'),
    name: globs('Names of resources, or globs.'),
    labels: z
      .record(z.string().min(1), glob)
      .describe(
        'Labels of the resource; each has to match. ConfigHub’s version of it counts where there is one.',
      )
      .optional(),
    path: oneOrMore(pointer).describe('Fields as JSON Pointers or globs, each with all below it.').optional(),
    change: oneOrMore(z.enum(changes)).describe('What happened to the field.').optional(),
    author: oneOrMore(z.enum(authors)).describe('What kind of author set the value.').optional(),
    authorId: globs('Who set the value, by the store’s own id.'),
    authorName: globs('Who set the value, by the name that the store gives, or the id where it gives none.'),
    tag: globs('The tag that the value was captured under.'),
  })
  .describe('All keys have to match; without any, the rule matches everything.')

/** The form of a policy file: strict, so that a misspelt key is an error and never a rule that matches more. */
export const policyFileSchema: z.ZodType<PolicyFile> = z.strictObject({
  extends: z.array(z.string().min(1)).describe('Presets or files; their rules come first.').optional(),
  rules: z
    .array(
      z.strictObject({
        id: z.string().min(1).describe('Names the rule in reports; once in a file.'),
        reason: z.string().describe('Why; people get to read it.').optional(),
        enforced: z.boolean().describe('Wins over all rules that are not enforced.').optional(),
        autoMerge: z
          .boolean()
          .describe(
            'A sync’s pull request may merge itself where such rules decided all that it takes, and nothing in it is a conflict; needs github.autoMerge.',
          )
          .optional(),
        match: match.optional(),
        decide: z
          .union([z.enum(decisions), z.strictObject({ take: z.enum(sides) })])
          .describe('What becomes of the field.'),
      }),
    )
    .describe('The last one that matches decides.')
    .optional(),
})
