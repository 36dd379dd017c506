import { coversGlob } from './covers-glob.ts'
import { flowSides } from './flow-sides.ts'
import type { Decision, FlowName, RuleMatch } from './policy.ts'

/** One of the cases that a rule speaks of: a match in which every key of few possible words has just one. */
export interface RuleCase extends RuleMatch {
  readonly flow: readonly [FlowName]
  readonly change: readonly [string]
}

const flows = ['publish', 'sync', 'capture'] as const
const unitChanges = ['none', 'same', 'one-side', 'both-disjoint', 'both-overlap'] as const
const changes = ['git-only', 'confighub-only', 'live-only', 'conflict', 'automation', 'unowned']
const authors = ['publish', 'capture', 'person', 'automation', 'unknown'] as const

/** Takes a rule apart into the cases that can happen; none: it can never match. */
export function listRuleCases(match: RuleMatch): readonly RuleCase[] {
  return (match.flow ?? flows).flatMap((flow) =>
    changes
      .filter((change) => match.change?.some((glob) => coversGlob(glob, change)) !== false)
      .filter((change) => happensIn(change, flow))
      .flatMap((change) =>
        (match.unitChange ?? unitChanges).flatMap((unitChange) =>
          (match.author ?? authors)
            .map(
              (author): RuleCase => ({
                ...match,
                flow: [flow],
                change: [change],
                unitChange: [unitChange],
                author: [author],
              }),
            )
            .filter(isAttributable),
        ),
      ),
  )
}

/** What a decision comes to in one case: the same word for what has the same effect. */
export function effectOf(decision: Decision, { flow: [flow], change: [change] }: RuleCase): string {
  const target = flow === 'sync' ? 'git' : 'confighub'
  switch (decision.kind) {
    case 'take':
      if (decision.side === target) return 'leave'
      return flowSides[flow].includes(decision.side) ? 'take' : 'block'
    case 'merge':
      if (change.endsWith('-only')) return change === `${target}-only` ? 'leave' : 'take'
      return change === 'conflict' ? 'block' : 'leave'
    default:
      return decision.kind
  }
}

function happensIn(change: string, flow: FlowName): boolean {
  const side = /^(.*)-only$/.exec(change)?.[1]
  return side === undefined || flowSides[flow].includes(side)
}

// What only Git changed, and what nobody declared, is attributed to nobody; the tag of a capture is that of the run.
function isAttributable({
  flow: [flow],
  change: [change],
  author,
  authorId,
  authorName,
  tag,
}: RuleCase): boolean {
  if (change !== 'git-only' && change !== 'unowned') return true
  const holdsNothing = (globs: readonly string[] | undefined) =>
    globs?.some((glob) => coversGlob(glob, '')) !== false
  return (
    author?.[0] === 'unknown' &&
    holdsNothing(authorId) &&
    holdsNothing(authorName) &&
    (flow === 'capture' || holdsNothing(tag))
  )
}
