import { changePull } from './change-pull.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import type { Pull, ReviewEvent } from './repository-state.ts'

/** People by login, and teams by slug. */
export type Reviewers = { readonly people: readonly string[]; readonly teams: readonly string[] }

/**
 * Asks for reviews, withdraws such requests, or lets people review; each is an event of the pull request. Whoever has
 * reviewed is not asked any longer, and may be asked again.
 */
export const changeReviewers = (
  repository: EmulatedRepository,
  pull: Pull,
  event: ReviewEvent['event'],
  { people, teams }: Reviewers,
  by: string,
): void => {
  const isAsked = event === 'review_requested'
  const change = (present: readonly string[], named: readonly string[]) =>
    isAsked ? [...new Set([...present, ...named])] : present.filter((one) => !named.includes(one))
  const at = repository.world.now()
  const tell = (isTeam: boolean) => (who: string) => ({ event, who, isTeam, by, at })
  changePull(repository, pull.number, {
    reviewers: change(pull.reviewers, people),
    teamReviewers: change(pull.teamReviewers, teams),
    reviewEvents: [...pull.reviewEvents, ...people.map(tell(false)), ...teams.map(tell(true))],
  })
}
