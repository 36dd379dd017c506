import type { Answer } from '../answer.ts'
import { GitHubError } from '../github-error.ts'
import type { Pull } from '../repository/repository-state.ts'
import { staysHidden } from '../repository/stays-hidden.ts'
import { answerPage } from './paginate.ts'
import { renderPull } from './render-pull.ts'
import type { Call } from './route.ts'

const oneOf = <T extends string>(call: Call, name: string, allowed: readonly [T, ...T[]]): T => {
  const given = call.query.get(name)
  const found = given === null ? allowed[0] : allowed.find((value) => value === given)
  if (found === undefined) throw new GitHubError(422, `Invalid request.\n\n${given} is no value of ${name}.`)
  return found
}

/** Lists pull requests, newest first; a `head` without `owner:` is ignored, as GitHub does. */
export const listPulls = (call: Call): Promise<Answer> => {
  const { owner, store } = call.repository
  const state = oneOf(call, 'state', ['open', 'closed', 'all'])
  const sort = oneOf(call, 'sort', ['created', 'updated'])
  const direction = oneOf(call, 'direction', sort === 'created' ? ['desc', 'asc'] : ['asc', 'desc'])
  const base = call.query.get('base')
  const head = call.query.get('head')
  const wantedHead = head?.includes(':') ? head : undefined
  const time = (pull: Pull) => (sort === 'created' ? pull.createdAt : pull.updatedAt)
  const found = store
    .get()
    .pulls.filter((pull) => !staysHidden(call.repository, `list ${pull.number}`))
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => base === null || pull.baseRef === base)
    .filter((pull) => wantedHead === undefined || `${owner}:${pull.headRef}` === wantedHead)
    .toSorted((left, right) => time(left).localeCompare(time(right)) || left.number - right.number)
  return answerPage(call, direction === 'asc' ? found : found.toReversed(), (pull) => renderPull(call, pull))
}
