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
  readonly path?: OneOrMore<string> | undefined
  readonly change?: OneOrMore<(typeof changes)[number]> | undefined
  readonly author?: OneOrMore<AuthorKind> | undefined
  readonly authorName?: OneOrMore<string> | undefined
}

/** One rule of a policy file, as it is written. */
export interface PolicyFileRule {
  readonly id: string
  readonly reason?: string | undefined
  readonly enforced?: boolean | undefined
  readonly match?: PolicyFileMatch | undefined
  readonly decide: (typeof decisions)[number] | { readonly take: (typeof sides)[number] }
}

/** A policy file, as it is written. */
export interface PolicyFile {
  readonly extends?: readonly string[] | undefined
  readonly rules?: readonly PolicyFileRule[] | undefined
}

const oneOrMore = <Word extends z.ZodType>(word: Word) => z.union([word, z.array(word).min(1)])
const globs = oneOrMore(z.string()).optional()
const pointer = z.string().regex(/^(?:\/|\*\*)/, 'a field path is a JSON Pointer and starts with "/"')

/** The form of a policy file: strict, so that a misspelt key is an error and never a rule that matches more. */
export const policyFileSchema: z.ZodType<PolicyFile> = z.strictObject({
  extends: z.array(z.string().min(1)).optional(),
  rules: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        reason: z.string().optional(),
        enforced: z.boolean().optional(),
        match: z
          .strictObject({
            flow: oneOrMore(z.enum(flows)).optional(),
            environment: globs,
            unit: globs,
            unitChange: oneOrMore(z.enum(unitChanges)).optional(),
            group: globs,
            kind: globs,
            namespace: globs,
            name: globs,
            path: oneOrMore(pointer).optional(),
            change: oneOrMore(z.enum(changes)).optional(),
            author: oneOrMore(z.enum(authors)).optional(),
            authorName: globs,
          })
          .optional(),
        decide: z.union([z.enum(decisions), z.strictObject({ take: z.enum(sides) })]),
      }),
    )
    .optional(),
})
