import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'
import type { PullRequest } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

const eventsPerPage = 100
// Who was asked longer ago than a thousand events is asked again.
const mostPages = 10

const eventSchema = z.object({
  event: z.string().optional(),
  user: z.object({ login: z.string() }).nullish(),
  requested_reviewer: z.object({ login: z.string() }).nullish(),
  requested_team: z.object({ slug: z.string() }).nullish(),
})

type TimelineEvent = z.infer<typeof eventSchema>

/**
 * Asks for reviews: people by login, teams as `org/team`. Nobody is asked who was asked before, has reviewed, or is the
 * author. What GitHub refuses is only a warning, and one wrong name does not keep the others from being asked.
 */
export async function askReviewers(
  work: Workplace,
  pull: PullRequest,
  opened: boolean,
  wanted: readonly string[],
  call: Call,
): Promise<void> {
  const known = [pull.user?.login ?? '', ...namesOf(pull)].map(lower)
  const missing = wanted.filter(
    (name) => !known.includes(keyOf(work.api, name)) && !isForeign(work, name, call),
  )
  if (missing.length === 0) return
  const asked = opened ? [] : await readAsked(work.api, pull.number, call)
  if (asked === undefined) return
  const names = missing.filter((name) => !asked.includes(keyOf(work.api, name)))
  if (names.length === 0) return
  const answer = await ask(work.api, pull.number, names, call)
  if (answer.kind === 'answered') return
  // GitHub refuses all where it refuses one.
  const isOneWrong = answer.status === 422 && names.length > 1
  for (const name of isOneWrong ? names : [names.join(', ')]) {
    const alone = isOneWrong ? await ask(work.api, pull.number, [name], call) : answer
    if (alone.kind === 'answered') continue
    const { message } = alone.error
    call.logger.warn('a review could not be asked for', { url: pull.html_url, from: name, message })
  }
}

function ask(api: GitHubApi, number: number, names: readonly string[], call: Call) {
  const body = {
    pull_number: number,
    reviewers: names.filter((name) => !name.includes('/')),
    team_reviewers: names.flatMap((name) => (name.includes('/') ? [name.slice(name.indexOf('/') + 1)] : [])),
  }
  return api.attempt('POST /pulls/{pull_number}/requested_reviewers', body, z.unknown(), call)
}

// Undefined where that cannot be read: then nobody is asked rather than somebody twice.
async function readAsked(api: GitHubApi, number: number, call: Call): Promise<readonly string[] | undefined> {
  const asked: string[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { issue_number: number, per_page: eventsPerPage, page }
    const route = 'GET /issues/{issue_number}/timeline'
    const answer = await api.attempt(route, query, z.array(eventSchema), call)
    if (answer.kind === 'refused') {
      const { message } = answer.error
      call.logger.warn('nobody was asked for a review, since it cannot be read who was asked before', {
        message,
      })
      return undefined
    }
    asked.push(...answer.data.flatMap(namesOfEvent))
    if (answer.data.length < eventsPerPage) break
  }
  return asked.map(lower)
}

function namesOfEvent({ event, user, requested_reviewer: person, requested_team: team }: TimelineEvent) {
  if (event === 'reviewed') return user == null ? [] : [user.login]
  if (event !== 'review_requested') return []
  return [...(person == null ? [] : [person.login]), ...(team == null ? [] : [`/${team.slug}`])]
}

function namesOf({ requested_reviewers: people, requested_teams: teams }: PullRequest): readonly string[] {
  return [...people.map(({ login }) => login), ...teams.map(({ slug }) => `/${slug}`)]
}

// Only teams of the repository's own organisation can be asked; another's may have the same name.
function isForeign({ api }: Workplace, name: string, call: Call): boolean {
  if (!name.includes('/') || keyOf(api, name).startsWith('/')) return false
  const message = `it is no team of ${api.owner}`
  call.logger.warn('a review could not be asked for', { from: name, message })
  return true
}

// As GitHub names it: a team of the repository's organisation by its slug alone, here after a slash.
function keyOf({ owner }: GitHubApi, name: string): string {
  const own = `${lower(owner)}/`
  return lower(name).startsWith(own) ? `/${lower(name).slice(own.length)}` : lower(name)
}

function lower(name: string): string {
  return name.toLowerCase()
}
