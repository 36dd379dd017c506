import type { ReviewCheck } from '../../contract/reviews.ts'

/** The check on the sync proposal of an environment, or of one of its groups. */
export function syncCheck(
  environment: string,
  group: string | undefined,
  state: ReviewCheck['state'],
  summary: string,
): ReviewCheck {
  const name = ['tideway/sync', environment, ...(group === undefined ? [] : [group])].join('/')
  return { name, state, summary }
}
