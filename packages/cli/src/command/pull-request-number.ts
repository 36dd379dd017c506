import type { Variables } from '../project/variables.ts'
import { usageError } from './usage-error.ts'

/**
 * The pull request that a command is for: the number that was given, or the one that GitHub Actions runs for.
 * Throws `TIDEWAY_USAGE` where neither is there.
 */
export function findPullRequestNumber(given: string | true, variables: Variables): string {
  const number =
    given === true ? /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(variables['GITHUB_REF'] ?? '')?.[1] : given
  if (number === undefined)
    throw usageError(
      '--comment needs the number of a pull request outside of its own run',
      'pass --comment 12',
    )
  if (!/^[1-9]\d*$/.test(number))
    throw usageError(`--comment ${number} is no number of a pull request`, 'pass --comment 12')
  return number
}
