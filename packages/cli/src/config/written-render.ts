import { z } from 'zod'
import { text } from './words.ts'

/** A rule that cuts rendered documents into units, as it is written. */
export type WrittenCutRule = {
  readonly match?: { readonly kind?: string | undefined; readonly path?: string | undefined } | undefined
} & (
  | { readonly by: 'file' }
  | { readonly by: 'label'; readonly key: string }
  | { readonly by: 'resource' }
  | { readonly by: 'name'; readonly name: string }
)

type WrittenUnits = WrittenCutRule | readonly WrittenCutRule[]

/** One place that an environment is rendered from, as it is written. */
export type WrittenRender =
  | { readonly kind: 'files'; readonly path: string; readonly units?: WrittenUnits | undefined }
  | {
      readonly kind: 'envsubst'
      readonly path: string
      readonly variables: string
      readonly patch?: string | undefined
      readonly units?: WrittenUnits | undefined
    }
  | {
      readonly kind: 'kustomize'
      readonly path: string
      readonly tool?: 'kubectl' | 'kustomize' | undefined
      readonly units: WrittenUnits
    }
  | {
      readonly kind: 'helm'
      readonly path: string
      readonly values?: readonly string[] | undefined
      readonly release?: string | undefined
      readonly namespace?: string | undefined
      readonly units: WrittenUnits
    }
  | {
      readonly kind: 'command'
      readonly path: string
      readonly command: readonly [program: string, ...args: string[]]
      readonly inputs?: readonly string[] | undefined
      readonly timeoutSeconds?: number | undefined
      readonly units: WrittenUnits
    }

const match = z
  .strictObject({
    kind: text('A Kubernetes kind.').optional(),
    path: text('A glob over the path of the file that the document is rendered from.').optional(),
  })
  .describe('Which documents the rule is for; default: all.')
  .optional()

const cutRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('file').describe('One unit a file.'), match }),
  z.strictObject({
    by: z.literal('label').describe('The value of a label names the unit.'),
    key: text('The label.'),
    match,
  }),
  z.strictObject({ by: z.literal('resource').describe('The resource’s name names the unit.'), match }),
  z.strictObject({ by: z.literal('name').describe('All in one unit.'), name: text('The unit.'), match }),
])

const units = z
  .union([cutRule, z.array(cutRule).min(1)])
  .describe('How documents become units; the first rule that matches.')
  .meta({ id: 'units' })

/** The form of a place to render from. */
export const render: z.ZodType<WrittenRender> = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('files').describe('Plain YAML.'),
      path: text('A file, folder or glob, relative to this file.'),
      units: units.optional(),
    }),
    z.strictObject({
      kind: z.literal('envsubst').describe('Templates with variables, filled as envsubst does.'),
      path: text('A folder of *.yaml.template files, a glob or a file, relative to this file.'),
      variables: text('The file of KEY=value lines.'),
      patch: text('A merge patch for this environment alone; the file need not be there yet.').optional(),
      units: units.optional(),
    }),
    z.strictObject({
      kind: z.literal('kustomize').describe('A folder with a kustomization.'),
      path: text('The folder, relative to this file.'),
      tool: z.enum(['kubectl', 'kustomize']).describe('Which program renders; default: kubectl.').optional(),
      units,
    }),
    z.strictObject({
      kind: z.literal('helm').describe('A Helm chart in the repository.'),
      path: text('The chart’s folder, relative to this file.'),
      values: z
        .array(text('A file of values, relative to this file.'))
        .describe('The environment’s own comes last: a sync writes there.')
        .optional(),
      release: text('The release’s name; default: the name of the chart’s folder.').optional(),
      namespace: text('The release’s namespace.').optional(),
      units,
    }),
    z.strictObject({
      kind: z
        .literal('command')
        .describe('Any program that writes YAML; nothing is written back through it.'),
      path: text('The folder that it runs in, relative to this file.'),
      command: z
        .tuple([text('The program: on the PATH, or relative to this file where it has a slash.')], z.string())
        .describe(
          'The program and its arguments; no shell reads them. Never run from a pull request’s own configuration.',
        ),
      inputs: z
        .array(text('A glob.'))
        .describe('Which files it gets to see, relative to this file; default: all in the folder.')
        .optional(),
      timeoutSeconds: z.number().positive().max(3600).describe('Default: 60.').optional(),
      units,
    }),
  ])
  .meta({ id: 'render' })
