/** One measure: the time of ours over the other's, or the other way round, against its gate. */
export interface Measure {
  readonly id: string
  readonly what: string
  /** `faster`: how many times faster ours is; `share`: the time of ours as a share of the other's. */
  readonly kind: 'faster' | 'share'
  readonly ratio: number
  readonly gate: number
  readonly ambition: number
}

// As long as it takes until a short work is compiled as well as a long one.
const warmUp = 500

/** The median time of some runs, in milliseconds; runs of half a second, one at least, go before them. */
export function time(runs: number, work: () => unknown): number {
  const begin = performance.now()
  do work()
  while (performance.now() - begin < warmUp)
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN
}

/** A measure as one line of a table. */
export function formatMeasure({ id, what, kind, ratio, gate, ambition }: Measure): string {
  const show = (value: number) => (kind === 'faster' ? `${round(value)}x` : String(round(value)))
  const isMet = kind === 'faster' ? ratio >= gate : ratio <= gate
  return `${id.padEnd(4)} ${what.padEnd(74)} ${show(ratio).padStart(8)}  gate ${show(gate).padEnd(6)} ambition ${show(ambition).padEnd(6)} ${isMet ? 'met' : 'NOT MET'}`
}

function round(value: number): number {
  return Number(value.toPrecision(value < 0.1 ? 2 : 3))
}
