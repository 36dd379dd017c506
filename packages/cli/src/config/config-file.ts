import { builtInRules, type FreezeWindow, suggestWord } from '@tideway/core'
import { z } from 'zod'

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

/** One cluster, as it is written. */
export interface WrittenCluster {
  readonly context?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly namespace?: string | undefined
}

/** Where an environment is live, as it is written; what it says of a cluster holds for those that do not say it. */
export interface WrittenLive extends WrittenCluster {
  readonly clusters?: readonly WrittenCluster[] | undefined
  readonly selector?: string | undefined
  readonly deployers?: readonly string[] | undefined
  readonly controllers?: readonly string[] | undefined
  readonly crossplane?: 'atProvider' | undefined
}

/** A command that may veto a publish, as it is written. */
export interface WrittenGuard {
  readonly name: string
  readonly command: readonly string[]
  readonly input?: 'plan' | 'resources' | undefined
  readonly timeout?: number | undefined
}

/** What may be said of one environment or, under `defaults`, of all. */
export interface WrittenSettings {
  readonly render?: readonly WrittenRender[] | undefined
  readonly live?: WrittenLive | undefined
  readonly policy?: string | undefined
  readonly mode?: 'observe' | 'propose' | 'write' | undefined
  readonly limits?:
    | { readonly updates?: number | undefined; readonly deletes?: number | undefined }
    | undefined
  readonly secrets?: 'refuse' | 'carry' | undefined
  readonly snapshot?: boolean | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly where?: string | undefined
  readonly select?: readonly string[] | undefined
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  readonly freeze?: readonly FreezeWindow[] | undefined
  readonly guards?: readonly WrittenGuard[] | undefined
}

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
  readonly schemas?: readonly string[] | undefined
}

/** One environment, as it is written. */
export interface WrittenEnvironment extends WrittenSettings {
  readonly space: string
}

/** The file `tideway.yaml`, as it is written. */
export interface ConfigFile {
  readonly version: 1
  readonly confighub?:
    | {
        readonly url?: string | undefined
        readonly publishers?: readonly string[] | undefined
        readonly driver?: 'bytes' | 'document' | 'document-unconditional' | undefined
        readonly changeSets?: boolean | undefined
      }
    | undefined
  readonly github?:
    | {
        readonly repository: string
        readonly base?: string | undefined
        readonly baseUrl?: string | undefined
      }
    | undefined
  readonly archive?: 'github' | 'git' | undefined
  readonly backend?: 'api' | 'git' | undefined
  readonly normalize?: WrittenNormalization | undefined
  readonly defaults?: WrittenSettings | undefined
  readonly environments: Readonly<Record<string, WrittenEnvironment>>
}

const text = (description: string) => z.string().min(1, 'must not be empty').describe(description)
const url = (description: string) =>
  z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).describe(description)

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

const render = z.discriminatedUnion('kind', [
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
    kind: z.literal('command').describe('Any program that writes YAML; nothing is written back through it.'),
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

const count = z.int().min(0, 'expected 0 or more')

const time = z.iso.datetime({
  offset: true,
  error: 'expected a time with its offset, like 2026-12-20T00:00:00Z',
})

const freezeWindow = z
  .strictObject({
    from: time.describe('The first moment of the window.'),
    until: time.describe('The first moment after it.'),
    reason: text('Why; people get to read it.'),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ['until'],
    error: 'must be after "from"',
  })

const guard = z.strictObject({
  name: text('For messages.'),
  command: z
    .array(z.string())
    .min(1, 'names no program')
    .describe('The program and its words, relative to this file; no shell. Exit code 0 lets the plan pass.'),
  input: z
    .enum(['plan', 'resources'])
    .describe('On standard input: the plan as JSON, or what would be written as YAML. Default: plan.')
    .optional(),
  timeout: z
    .int()
    .min(1, 'expected 1 or more')
    .max(3600, 'expected 3600 or less')
    .describe('Seconds; default: 60.')
    .optional(),
})

const cluster = {
  context: text('A context of the kubeconfig; default: its current one.').optional(),
  kubeconfig: text('A kubeconfig file, relative to this file; default: $KUBECONFIG.').optional(),
  namespace: text('Default: the context’s own.').optional(),
}

const settings = {
  render: z
    .array(render)
    .min(1, 'names no place to render from')
    .describe('Where Git renders it from.')
    .optional(),
  live: z
    .strictObject({
      ...cluster,
      clusters: z
        .array(z.strictObject(cluster))
        .min(1)
        .describe(
          'The clusters, where there are several; each may have a context and a namespace of its own.',
        )
        .optional(),
      selector: text(
        'A label selector; default: the objects of the units, whatever their labels.',
      ).optional(),
      deployers: z
        .array(text('A glob.'))
        .describe('Field managers that deliver, besides those of Argo CD and Flux.')
        .optional(),
      controllers: z
        .array(text('A glob.'))
        .describe('Field managers of controllers, besides those of Kubernetes and Crossplane.')
        .optional(),
      crossplane: z
        .enum(['atProvider'])
        .describe(
          'atProvider: what a provider observes outside of the cluster counts as live, so that an edit in the cloud’s console is captured. Default: it does not.',
        )
        .optional(),
    })
    .describe('The cluster, or clusters, that it runs in.')
    .optional(),
  policy: text(
    'documented, strict, merge, or a policy file relative to this one; default: documented.',
  ).optional(),
  mode: z
    .enum(['observe', 'propose', 'write'])
    .describe('observe: look only. propose: pull requests too. write: everything. Default: observe.')
    .optional(),
  limits: z
    .strictObject({
      updates: count.describe('Units that a run may update; default: 20.').optional(),
      deletes: count.describe('Resources that a run may delete; default: 0.').optional(),
    })
    .describe('How much one run may do.')
    .optional(),
  secrets: z
    .enum(['refuse', 'carry'])
    .describe('Whether units that hold Secrets are published; default: refuse.')
    .optional(),
  snapshot: z
    .boolean()
    .describe('Whether what no edit brings to Git is kept under confighub-sync/; default: false.')
    .optional(),
  labels: z
    .record(z.string(), z.string())
    .describe('Only units with these labels belong to it, and those that tideway creates get them.')
    .optional(),
  where: text('Only units that this expression of ConfigHub’s matches belong to it.').optional(),
  select: z
    .array(text('A glob.'))
    .describe('Which units that Git never had a sync adds to it; default: all.')
    .optional(),
  onUnreadable: z
    .enum(['stop', 'skip-unit'])
    .describe('skip-unit leaves a unit out that cannot be read, and deletes nothing then; default: stop.')
    .optional(),
  freeze: z
    .array(freezeWindow)
    .describe('Times in which publish and capture hold everything that they would write.')
    .optional(),
  guards: z
    .array(guard)
    .describe(
      'Commands that may veto a publish once it is decided. On a pull request: those of the base branch.',
    )
    .optional(),
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

const normalization = z
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
      .array(text('A file, relative to this one.'))
      .describe('Schemas of custom resources: CustomResourceDefinitions, or OpenAPI v3 documents as JSON.')
      .optional(),
  })
  .describe('What counts as equal, besides the built-in rules.')

// Names branches and refs: no "..", and no "--", which parts the environment from a group.
const environmentName = z
  .string()
  .regex(
    /^(?!.*\.lock$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/,
    'a name holds letters and digits, with single . _ - between them',
  )

/** The form of `tideway.yaml`: strict, so that a misspelt key is an error and never a default. */
export const configFileSchema: z.ZodType<ConfigFile> = z
  .strictObject({
    version: z.literal(1).describe('The version of this form.'),
    confighub: z
      .strictObject({
        url: url('The server, without /api; $CONFIGHUB_URL wins.').optional(),
        publishers: z
          .array(text('A user’s id or name.'))
          .describe(
            'Only revisions by these count as published by tideway; default: the description decides.',
          )
          .optional(),
        driver: z
          .enum(['bytes', 'document', 'document-unconditional'])
          .describe('How the server keeps configuration; default: found out by asking it.')
          .optional(),
        changeSets: z
          .boolean()
          .describe('Whether every write belongs to a ChangeSet named after the run; default: false.')
          .optional(),
      })
      .optional(),
    github: z
      .strictObject({
        repository: z
          .string()
          .regex(/^[A-Za-z0-9][\w-]*\/[\w.-]+$/, 'expected owner/name')
          .describe('owner/name'),
        base: text('The branch that pull requests are for; default: the default branch.').optional(),
        baseUrl: url('The API; default: $GITHUB_API_URL, else https://api.github.com.').optional(),
      })
      .describe('Where pull requests are kept.')
      .optional(),
    backend: z
      .enum(['api', 'git'])
      .describe(
        'How the branches of proposals are written: with GitHub’s API, or with git push to origin, on any server; default: api where github is configured, else no proposals.',
      )
      .optional(),
    archive: z
      .enum(['github', 'git'])
      .describe('Where the archive is kept; default: github where that is configured, else git (origin).')
      .optional(),
    normalize: normalization.optional(),
    defaults: z
      .strictObject(settings)
      .describe('What holds for every environment that says nothing.')
      .optional(),
    environments: z.record(
      environmentName,
      z.strictObject({ space: text('The slug of the ConfigHub space.'), ...settings }),
    ),
  })
  .superRefine((file, context) => {
    const names = Object.keys(file.environments)
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message })
    if (names.length === 0) refuse(['environments'], 'names no environment')
    for (const [index, name] of names.entries()) {
      const space = file.environments[name]?.space
      const other = names.slice(0, index).find((earlier) => file.environments[earlier]?.space === space)
      if (other === undefined) continue
      const why = 'each would take the other’s units for its own; give it a space of its own'
      refuse(['environments', name, 'space'], `is the space of ${other} too: ${why}`)
    }
    for (const name of names) {
      if (file.environments[name]?.render === undefined && file.defaults?.render === undefined) {
        refuse(['environments', name, 'render'], 'is missing, here and in the defaults')
      }
    }
    if (file.archive === 'github' && file.github === undefined) {
      refuse(['archive'], 'github is not configured: add "github: { repository: owner/name }"')
    }
    if (file.backend === 'api' && file.github === undefined) {
      refuse(['backend'], 'github is not configured: add "github: { repository: owner/name }"')
    }
  })
