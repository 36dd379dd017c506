import type { Fault, FaultRule, FaultTarget } from './fault.ts'

/** The faults that are to happen. */
export type FaultList = {
  add(...rules: readonly FaultRule[]): void
  clear(): void
  /** Rules that have hit fewer requests than they are meant to. */
  pending(): readonly FaultRule[]
  /** The faults for one request, in the order in which their rules were added. */
  take(target: FaultTarget): readonly Fault[]
}

const fits = ({ match }: FaultRule, target: FaultTarget) => {
  if (match === undefined) return true
  if (typeof match === 'function') return match(target)
  const { method, path } = match
  if (method !== undefined && method !== target.method) return false
  if (path === undefined) return true
  return typeof path === 'string' ? target.path.includes(path) : path.test(target.path)
}

export const createFaultList = (): FaultList => {
  let entries: { readonly rule: FaultRule; seen: number }[] = []
  const last = (rule: FaultRule) => (rule.skip ?? 0) + (rule.times ?? 1)
  return {
    add: (...rules) => {
      entries = [...entries, ...rules.map((rule) => ({ rule, seen: 0 }))]
    },
    clear: () => {
      entries = []
    },
    pending: () => entries.filter(({ rule, seen }) => seen < last(rule)).map(({ rule }) => rule),
    take: (target) =>
      entries
        .filter(({ rule }) => fits(rule, target))
        .filter((entry) => {
          entry.seen += 1
          return entry.seen > (entry.rule.skip ?? 0) && entry.seen <= last(entry.rule)
        })
        .map(({ rule }) => rule.fault),
  }
}
