import { AdapterError, type Call, type Reviews } from '@tideway/core'
import { commentSchema, findComments, type PullComment } from './find-comments.ts'
import { fitsBody, shortenBody } from './fit-body.ts'
import type { GitHubApi } from './github-api.ts'
import { readChecks, setCheck, shortenSummary } from './pull-checks.ts'
import { findPull, type PullRequest } from './pull-request.ts'

/** Comments and commit statuses on the pull requests of a repository. */
export function createGitHubReviews(api: GitHubApi): Reviews {
  const readPull = async (id: string, call: Call): Promise<PullRequest> => {
    const pull = await findPull({ api }, id, call)
    if (pull === undefined) throw noPull(api.endpoint, id)
    return pull
  }
  const create = async (number: number, marker: string, body: string, call: Call): Promise<PullComment> => {
    const comment = { issue_number: number, body }
    const answer = await api.attempt('POST /issues/{issue_number}/comments', comment, commentSchema, call)
    if (answer.kind === 'answered') return answer.data
    // Without an answer it may be there all the same; a second one would never be updated.
    const made = (await findComments(api, number, marker, call)).find((one) => one.body === body)
    if (made === undefined) throw answer.error
    return made
  }
  return {
    comment: async (id, topic, text, call) => {
      const { number } = await readPull(id, call)
      const marker = `<!-- tideway:comment=${topic.replaceAll(/[^\w./:,-]/g, '_')} -->`
      const whole = `${text.trimEnd()}\n\n${marker}`
      const elsewhere = 'The run that wrote this has all of it.'
      const body = fitsBody(whole) ? whole : shortenBody(text.trimEnd(), marker, elsewhere)
      for (const { id: comment_id, html_url: url, body: present } of await findComments(
        api,
        number,
        marker,
        call,
      )) {
        if (present === body) return { kind: 'unchanged', url }
        const changes = { comment_id, body }
        const answer = await api.attempt('PATCH /issues/comments/{comment_id}', changes, commentSchema, call)
        if (answer.kind === 'answered') return { kind: 'updated', url }
        // Somebody else's comment can end with our marker too; only our own can be changed.
        if (answer.status !== 403 && answer.status !== 404) throw answer.error
      }
      return { kind: 'created', url: (await create(number, marker, body, call)).html_url }
    },
    check: async (id, check, call) => {
      const { head } = await readPull(id, call)
      const present = (await readChecks(api, head.sha, call)).find(({ name }) => name === check.name)
      if (present?.state === check.state && present.summary === shortenSummary(check.summary))
        return 'unchanged'
      const refusal = await setCheck(api, head.sha, check, call)
      if (refusal !== undefined) throw refusal.error
      return 'set'
    },
  }
}

function noPull(endpoint: string, id: string): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `there is no pull request ${JSON.stringify(id)}`,
    next: 'pass the number of a pull request of this repository',
  })
}
