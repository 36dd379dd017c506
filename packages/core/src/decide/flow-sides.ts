import type { FlowName } from './policy.ts'

/** The labels of the sides that each flow compares. */
export const flowSides: Readonly<Record<FlowName, readonly string[]>> = {
  publish: ['git', 'confighub'],
  sync: ['git', 'confighub'],
  capture: ['live', 'confighub'],
}

/** The flows that have a side of this label. */
export function flowsWithSide(side: string): readonly FlowName[] {
  const flows: readonly FlowName[] = ['publish', 'sync', 'capture']
  return flows.filter((flow) => flowSides[flow].includes(side))
}
