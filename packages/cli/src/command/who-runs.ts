import { readVariable, type Variables } from '../project/variables.ts'

/** Who runs the command, as the CI or the system says; for records that people read. */
export function whoRuns(variables: Variables): string {
  return (
    readVariable(variables, 'GITHUB_ACTOR', 'GITLAB_USER_LOGIN', 'USER', 'LOGNAME', 'USERNAME') ?? 'unknown'
  )
}
