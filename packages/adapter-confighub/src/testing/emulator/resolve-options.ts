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
  const generation = options.generation ?? 'bytes'
  const current = generation === 'bytes'
  return {
    generation,
    documentHashes: options.documentHashes ?? true,
    putRevisionId: options.putRevisionId ?? 'require',
    targetNewUnits: options.targetNewUnits ?? false,
    bridge: options.bridge ?? (() => 'live'),
    omitEmptyData: options.omitEmptyData ?? false,
    changeSetStatus: options.changeSetStatus ?? 409,
    validators: options.validators ?? [],
    workers: options.workers ?? [],
    people: options.people ?? [],
    now: options.now ?? createTickingClock(),
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? tenYearsInSeconds,
    serverVersion: options.serverVersion ?? (current ? 'v0.4.21' : 'v0.2.34'),
    triggers: options.triggers ?? [],
    triggerDelayReads: options.triggerDelayReads ?? 0,
    emptyStartRevision: options.emptyStartRevision ?? current,
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
