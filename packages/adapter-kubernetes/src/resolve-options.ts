import { TidewayError } from '@tideway/core'
import { z } from 'zod'
import manifest from '../package.json' with { type: 'json' }
import type { SendRequest } from './http/send-request.ts'
import { sleep } from './http/sleep.ts'
import type { Environment, KubernetesOptions, Sleep } from './kubernetes-options.ts'

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
  readonly namespace?: string | undefined
  readonly allowInsecure: boolean
  readonly request?: SendRequest | undefined
  readonly pageSize: number
  readonly timeoutMs: number
  readonly retries: number
  readonly sleep: Sleep
  readonly concurrency: number
  readonly maxResponseBytes: number
  readonly userAgent: string
  readonly environment: Environment
}

const isFunction = (value: unknown) => typeof value === 'function'

const schema = z.strictObject({
  kubeconfig: z.string().min(1).optional(),
  context: z.string().min(1).optional(),
  namespace: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a namespace (RFC 1123 label)')
    .optional(),
  allowInsecure: z.boolean().default(false),
  request: z.custom<SendRequest>(isFunction, 'must be a function').optional(),
  pageSize: z.int().min(1).max(10_000).default(500),
  timeoutMs: z.int().min(1).max(3_600_000).default(30_000),
  retries: z.int().min(0).max(20).default(4),
  sleep: z.custom<Sleep>(isFunction, 'must be a function').default(() => sleep),
  concurrency: z.int().min(1).max(32).default(4),
  maxResponseBytes: z.int().min(1024).default(67_108_864),
  userAgent: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'must be one line of printable ASCII')
    .max(200)
    .optional(),
  // No record: `process.env` is no plain object, which is all that a record takes.
  environment: z
    .object({})
    .catchall(z.string().optional())
    .default(() => process.env),
})

/** Checks the options and fills in the defaults. Throws `TIDEWAY_CONFIG_INVALID`, naming each bad option. */
export function resolveOptions(options: KubernetesOptions): ResolvedOptions {
  const parsed = schema.safeParse(options)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'options'}: ${message}`,
    )
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_INVALID',
      message: `createKubernetes cannot use its options (${problems.join('; ')})`,
      next: 'correct the options that are named',
    })
  }
  const { userAgent, ...rest } = parsed.data
  return {
    ...rest,
    userAgent: `tideway/${manifest.version}${userAgent === undefined ? '' : ` ${userAgent}`}`,
  }
}
