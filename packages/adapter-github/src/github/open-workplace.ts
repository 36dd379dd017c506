import { createGitBranches } from '../git-proposals/create-git-branches.ts'
import { createApiBranches } from './api-branches.ts'
import { setCheck } from './pull-checks.ts'
import type { ApiPlace, Workplace } from './workplace.ts'

/** Opens the place of one proposal: its branch is written through the API, or with Git where that is wished. */
export function openWorkplace(place: ApiPlace): Workplace {
  const { api, base, options } = place
  if (options.git === undefined) return { ...place, branches: createApiBranches(place) }
  const { author, branch, git } = options
  const branches = createGitBranches({
    ...git,
    endpoint: api.endpoint,
    base,
    branch,
    author,
    afterWrite: async (commit, wanted, call) => {
      const refusal = wanted.check && (await setCheck(api, commit, wanted.check, call))
      if (refusal === undefined) return
      call.logger.warn('the check of the pull request could not be set', { message: refusal.error.message })
    },
  })
  return { ...place, branches }
}
