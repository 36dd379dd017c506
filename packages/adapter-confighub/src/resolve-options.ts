import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import type {
  ConfigHubCredentials,
  ConfigHubOptions,
  DriverName,
  Fetch,
  Sleep,
} from './config-hub-options.ts'
import { findWhereFault } from './find-where-fault.ts'
import { sleep } from './http/sleep.ts'
import { isSlug } from './is-slug.ts'
import { tidewayVersion } from './tideway-version.ts'
import { joinWhere, labelCondition } from './where.ts'

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly url: string
  readonly space: string
  /** The endpoint's name, for errors and reports. */
  readonly endpoint: string
  readonly credentials: ConfigHubCredentials
  readonly fetch: Fetch
  readonly userAgent: string
  /** The `where` expression that limits every list of units; empty: all. */
  readonly selection: string
  readonly labels: Readonly<Record<string, string>>
  readonly publishers: readonly string[] | undefined
  readonly driver: DriverName | undefined
  readonly changeSets: boolean
  readonly pageSize: number
  readonly concurrency: number
  readonly timeoutMs: number
  readonly triggersTimeoutMs: number
  readonly retries: number
  readonly sleep: Sleep
  readonly maxResponseBytes: number
}

const headerText = /^[\x21-\x7e]+$/
const isFunction = (value: unknown) => typeof value === 'function'

// The pattern of ConfigHub's OpenAPI document: among what it leaves out are quote and backslash, which `where`
// cannot express.
const labelKey = z.string().regex(/^[A-Za-z0-9][\w./-]{0,127}$/, 'is no label key')
const labelValue = z
  .string()
  .max(128)
  .regex(
    /^([-\w@/#$%&~+=!?.,:;(){}[\]<>|]([-\w@/#$%&~+=!?.,:;(){}[\]<>| ]*[-\w@/#$%&~+=!?.,:;(){}[\]<>|])?)?$/,
    {
      message: 'may hold neither a quote nor a backslash nor anything else that no label of ConfigHub has',
    },
  )

const schema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, message: 'must be an http or https address' })
    .refine((text) => !/[?#]|\/api\/?$|:\/\/[^/]*@/.test(text), {
      message: 'must be the server alone: without /api, user, query or fragment',
    })
    .default('https://hub.confighub.com'),
  space: z.string().refine(isSlug, {
    message: 'must be the slug of a space: letters, digits, `-`, `_` and `.`, at most 128',
  }),
  credentials: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('worker'),
      id: z.guid({
        message:
          'must be the UUID of the worker, not its slug (cub worker get-envs prints it as CONFIGHUB_WORKER_ID)',
      }),
      secret: z.string().min(1, 'must not be empty'),
    }),
    z.strictObject({
      kind: z.literal('token'),
      token: z.union([z.string().regex(headerText), z.custom<() => Promise<string>>(isFunction)], {
        message: 'must be a bearer token without spaces or line breaks, or a function that answers one',
      }),
    }),
  ]),
  fetch: z.custom<Fetch>(isFunction, 'must be a function').optional(),
  userAgent: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be one line of printable ASCII')
    .max(200)
    .optional(),
  // Together with a list of slugs it has to fit into one request line.
  where: z
    .string()
    .min(1)
    .max(1000)
    .superRefine((text, context) => {
      const message = findWhereFault(text)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .optional(),
  labels: z.record(labelKey, labelValue).default({}),
  publishers: z.array(z.string().min(1)).min(1).optional(),
  changeSets: z.boolean().default(false),
  driver: z.enum(['bytes', 'document', 'document-unconditional']).optional(),
  // 1000 is the largest page that ConfigHub gives.
  pageSize: z.int().min(1).max(1000).default(1000),
  concurrency: z.int().min(1).max(32).default(4),
  timeoutMs: z.int().min(1).max(3_600_000).default(30_000),
  triggersTimeoutMs: z.int().min(0).max(3_600_000).default(25_000),
  retries: z.int().min(0).max(20).default(4),
  sleep: z.custom<Sleep>(isFunction, 'must be a function').default(() => sleep),
  maxResponseBytes: z.int().min(1024).default(67_108_864),
})

/** Checks the options and fills in the defaults. Throws `TIDEWAY_CONFIG_INVALID`, naming each bad option. */
export function resolveOptions(options: ConfigHubOptions): ResolvedOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'options'}: ${message}`,
    )
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_INVALID',
      message: `createConfigHub cannot use its options (${problems.join('; ')})`,
      next: 'correct the options that are named',
    })
  }
  const { where, labels, userAgent, fetch: send, ...rest } = parsed.data
  return {
    ...rest,
    url: rest.url.replace(/\/+$/, ''),
    endpoint: `confighub:${rest.space}`,
    // Looked up late, so that a global fetch that is replaced after this is the one that is used.
    fetch: send ?? ((url, init) => fetch(url, init)),
    userAgent: `tideway/${tidewayVersion}${userAgent === undefined ? '' : ` ${userAgent}`}`,
    labels,
    selection: joinWhere([
      ...Object.entries(labels).map(([key, value]) => labelCondition(key, value)),
      where,
    ]),
    publishers: rest.publishers,
    driver: rest.driver,
  }
}
