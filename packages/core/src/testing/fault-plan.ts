import type { AdapterErrorKind } from '../errors/adapter-error.ts'
import { sha256 } from './sha256.ts'

/** What goes wrong with one request. */
export type Fault =
  /** It fails before it has any effect; default: `unavailable`. */
  | { readonly kind: 'before'; readonly error?: AdapterErrorKind | undefined }
  /** It has its effect, and the answer is lost. */
  | { readonly kind: 'after' }
  /** The program dies, before or after the effect; every later request of the same plan dies too. */
  | { readonly kind: 'crash-before' | 'crash-after' }
  /** It is not answered until the call is cancelled. */
  | { readonly kind: 'stall' }
  /** A listing ends without its `complete`. */
  | { readonly kind: 'cut' }
  /** The unit of this name, or the resources of this kind, cannot be read. */
  | { readonly kind: 'unreadable'; readonly name: string }

/** A request about to be made; a call that writes several units makes one for each. */
export interface FaultRequest {
  /** Counts from 1, over all endpoints that share the plan. */
  readonly number: number
  readonly endpoint: string
  /** The member that is called, for instance `source.list` or `archive.save`. */
  readonly member: string
}

/** Chooses what goes wrong; undefined: nothing. */
export type ChooseFault = (request: FaultRequest) => Fault | undefined

/** Counts requests and says what goes wrong with each; share one between all endpoints of a run. */
export interface FaultPlan {
  next(endpoint: string, member: string): Fault | undefined
  /** How many requests there were. */
  count(): number
}

/** Makes a plan that has counted nothing yet. */
export function createFaultPlan(choose: ChooseFault): FaultPlan {
  let number = 0
  let isDead = false
  return {
    next(endpoint, member) {
      number += 1
      if (isDead) return { kind: 'crash-before' }
      const fault = choose({ number, endpoint, member })
      isDead = fault?.kind === 'crash-before' || fault?.kind === 'crash-after'
      return fault
    },
    count: () => number,
  }
}

/** One fault at the n-th request, counted from 1. */
export function faultAt(number: number, fault: Fault): ChooseFault {
  return (request) => (request.number === number ? fault : undefined)
}

/** Faults at random, before and after the effect, with a probability of 0 to 1; the same seed gives the same ones. */
export function seedFaults(seed: number, probability: number): ChooseFault {
  return ({ number }) => {
    const digest = sha256(`${seed}:${number}`)
    if (Number.parseInt(digest.slice(0, 8), 16) / 2 ** 32 >= probability) return undefined
    return { kind: Number.parseInt(digest.slice(8, 9), 16) < 8 ? 'before' : 'after' }
  }
}
