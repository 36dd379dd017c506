import type { ConfigHubEmulatorOptions } from './emulator-options.ts'
import { isUuid } from './is-uuid.ts'

/** The options with every default filled in. `data` is left out: it decides the store. */
export type ResolvedOptions = Required<Omit<ConfigHubEmulatorOptions, 'data'>>

const tenYearsInSeconds = 10 * 365 * 24 * 3600

/** Fills in the defaults of the options. Throws a TypeError where a worker's id is not a UUID. */
export function resolveOptions(options: ConfigHubEmulatorOptions): ResolvedOptions {
  for (const worker of options.workers ?? []) {
    if (!isUuid(worker.id)) throw new TypeError(`the id of worker ${worker.email} must be a UUID`)
  }
  return {
    workers: options.workers ?? [],
    people: options.people ?? [],
    now: options.now ?? createTickingClock(),
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? tenYearsInSeconds,
    serverVersion: options.serverVersion ?? 'v0.4.21',
    triggers: options.triggers ?? [],
    triggerDelayReads: options.triggerDelayReads ?? 0,
    emptyStartRevision: options.emptyStartRevision ?? true,
    shortPages: options.shortPages ?? false,
    defaultPageSize: options.defaultPageSize ?? Number.POSITIVE_INFINITY,
    oversizedLimit: options.oversizedLimit ?? 'refuse',
    weakETags: options.weakETags ?? false,
    acceptWeakIfMatch: options.acceptWeakIfMatch ?? true,
    patchChecksVersion: options.patchChecksVersion ?? false,
    infoRequiresToken: options.infoRequiresToken ?? false,
  }
}

function createTickingClock(): () => Date {
  let time = Date.UTC(2026, 0, 1)
  return () => {
    const now = new Date(time)
    time += 1000
    return now
  }
}
