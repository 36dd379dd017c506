import type { Call } from '@tideway/core'
import { readDigest } from './proposal-body.ts'
import { listPulls, pullsPerPage } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

// A thousand pull requests of one environment reach back further than any archive that could ask.
const mostPages = 10

/** The number of the newest pull request of the environment's branch that carries a digest. */
export async function findProposal(work: Workplace, digest: string, call: Call): Promise<string | undefined> {
  for (let page = 1; page <= mostPages; page += 1) {
    const pulls = await listPulls(work, 'all', call, page)
    const found = pulls.find(({ body }) => readDigest(body, work.options.environment) === digest)
    if (found !== undefined) return String(found.number)
    if (pulls.length < pullsPerPage) return undefined
  }
  return undefined
}
