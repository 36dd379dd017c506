import { GitHubError } from '../github-error.ts'
import type { Pull } from '../repository/repository-state.ts'
import type { Call } from './route.ts'

/** The pull request that the path's `:number` names; throws a 404 where there is none. */
export const findPull = (call: Call): Pull => {
  const number = call.number('number')
  const pull = call.repository.store.get().pulls.find((one) => one.number === number)
  if (pull === undefined) throw new GitHubError(404, 'Not Found')
  return pull
}
