import type { DeliveryStatus } from '@tideway/core'
import type { RemoteDelivery } from './remote-delivery.ts'

type Judged = Omit<DeliveryStatus, 'unit'>

/**
 * How far a revision has come on a server that releases. Whether a release runs is not known there: that is for
 * the cluster to tell, whose objects carry the revision that they came from.
 */
export function judgeRelease(unit: RemoteDelivery, revision: number): Judged {
  if (!unit.hasTarget) return { kind: 'untracked', reason: 'it has no target, so no release has it' }
  if (unit.released >= revision) {
    return { kind: 'untracked', reason: 'it is released; only the cluster knows what runs' }
  }
  return blocked(unit, 'released') ?? { kind: 'pending', reason: not('released', revision, unit.released) }
}

/** How far a revision has come on a server that applies; `applying` where it was asked for and is not live yet. */
export function judgeApply(unit: RemoteDelivery, revision: number): Judged | 'applying' {
  if (unit.live >= revision) return { kind: 'live' }
  if (!unit.hasTarget) return { kind: 'untracked', reason: 'it has no target, so it is not applied' }
  if (unit.applied >= revision) return 'applying'
  return blocked(unit, 'applied') ?? { kind: 'pending', reason: not('applied', revision, unit.live) }
}

function blocked({ gates, awaitsTriggers }: RemoteDelivery, what: string): Judged | undefined {
  if (gates.length > 0) {
    return { kind: 'failed', reason: `ConfigHub’s checks keep it from being ${what}: ${gates.join(', ')}` }
  }
  return awaitsTriggers ? { kind: 'pending', reason: 'ConfigHub has yet to run its triggers' } : undefined
}

function not(what: string, revision: number, before: number): string {
  return `revision ${revision} is not ${what} yet; ${before === 0 ? 'none is' : `${before} is`}`
}
