import type { FlowEndpoints } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/connect-environment.ts'
import type { TracedRun } from '../telemetry/trace-run.ts'

/** Connects what every flow needs, watched where a run is traced. */
export async function connectFlow(
  environment: ConnectedEnvironment,
  { watch }: Pick<TracedRun, 'watch'> = { watch: (endpoint) => endpoint },
): Promise<FlowEndpoints> {
  return {
    git: watch(await environment.git()),
    confighub: watch(await environment.confighub()),
    archive: watch(await environment.archive()),
  }
}
