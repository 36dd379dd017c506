import type { ProposalSink } from '../../contract/proposal-sink.ts'

/** Where the proposals of a group are kept; undefined: those of the environment as a whole, or a store without groups. */
export function sinkOf(
  proposals: ProposalSink | undefined,
  group: string | undefined,
): ProposalSink | undefined {
  return group === undefined ? proposals : proposals?.groups?.group(group)
}
