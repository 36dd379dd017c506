import { type Policy, type ReplayedRun, replay } from '@tideway/core'
import type { Session } from '../command/run-session.ts'

/** Decides the recorded runs of one environment again, each with the project as it was at the run’s commit. */
export async function replayEnvironment(
  session: Session,
  environment: string,
  policy: Policy,
  since: number | undefined,
): Promise<readonly ReplayedRun[]> {
  const connected = session.project().connect(environment, session.call)
  const endpoints = { confighub: await connected.confighub(), archive: await connected.archiveHistory() }
  const runs: ReplayedRun[] = []
  const open = async (commit: string) => {
    const project = session.projectAt(commit)
    const { limits, secrets, freeze, select } = project.environment(environment)
    const past = project.connect(environment, session.call)
    const git = await (past.checkout(commit) ?? past.git())
    const normalization = await past.normalization([git, endpoints.confighub])
    return {
      git,
      settings: { policy: project.policy(environment), limits, secrets, freeze, select, normalization },
    }
  }
  for await (const run of replay(endpoints, { environment, policy, since, open }, session.call))
    runs.push(run)
  return runs
}
