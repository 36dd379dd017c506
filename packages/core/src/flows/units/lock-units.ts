import { refuseReadOnly } from '../../apply/refuse-read-only.ts'
import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { WriteOutcome } from '../../contract/sink.ts'
import { formatLock, lockAnnotation, type UnitLock } from '../../decide/unit-lock.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { readHeads } from '../../read/read-heads.ts'
import { requireMember } from '../flow-endpoints.ts'

/** Which units are locked, or with no `lock` unlocked. */
export interface LockOptions {
  /** Default: all that the authority has. One that it does not have is an error. */
  readonly units?: readonly string[] | undefined
  /** Until when, by whom and why. Default: locks are taken away. */
  readonly lock?: UnitLock | undefined
}

/** What became of one unit's annotation. */
export type LockedUnit = Pick<WriteOutcome, 'kind' | 'error'> & { readonly unit: string }

/**
 * Locks units against publishes until a time, or takes their locks away, by an annotation of each; what a unit holds
 * stays as it is. Units that are as they should be are not written.
 * Throws a TidewayError where a unit is not there, and an AdapterError (`unsupported`) where units carry no annotations.
 */
export async function lockUnits(
  confighub: Endpoint,
  { units: wanted, lock }: LockOptions,
  call: Call,
): Promise<readonly LockedUnit[]> {
  const heads = await readHeads(requireMember(confighub, 'source'), confighub.name, call)
  const missing = wanted?.filter((unit) => !heads.has(unit)) ?? []
  if (missing.length > 0) {
    throw new TidewayError({
      code: 'TIDEWAY_NOT_FOUND',
      message: `${confighub.name} has no unit ${missing.join(', ')}`,
      next: `use one of: ${[...heads.keys()].sort().join(', ')}`,
    })
  }
  refuseReadOnly(call, 'units would be locked or unlocked')
  if (!confighub.capabilities.annotations) throw withoutAnnotations(confighub.name)
  const value = lock === undefined ? undefined : formatLock(lock)
  const concerned = [...heads.values()]
    .filter(({ ref }) => wanted?.includes(ref.unit) !== false)
    .sort((one, other) => (one.ref.unit < other.ref.unit ? -1 : 1))
  const due = concerned.filter(({ annotations }) => annotations[lockAnnotation] !== value)
  const outcomes = new Map<string, LockedUnit>()
  const writes = due.map(({ ref, revision }) => ({
    kind: 'annotate' as const,
    key: ref.unit,
    ref,
    expected: revision,
    annotations: { [lockAnnotation]: value ?? null },
  }))
  for await (const { key, kind, error } of requireMember(confighub, 'sink').write(writes, call))
    outcomes.set(key, { unit: key, kind, error })
  return concerned.map(
    ({ ref: { unit } }): LockedUnit =>
      outcomes.get(unit) ?? {
        unit,
        kind: due.some((head) => head.ref.unit === unit) ? 'unknown' : 'unchanged',
      },
  )
}

function withoutAnnotations(endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: 'units of this server carry no annotations, so they cannot be locked',
    next: 'set "freeze" in tideway.yaml instead',
  })
}
