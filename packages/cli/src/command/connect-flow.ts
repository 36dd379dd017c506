import type { FlowEndpoints } from '@tideway/core'
import type { ConnectedEnvironment } from '../project/open-project.ts'

/** Connects what every flow needs. */
export async function connectFlow(environment: ConnectedEnvironment): Promise<FlowEndpoints> {
  return {
    git: await environment.git(),
    confighub: await environment.confighub(),
    archive: await environment.archive(),
  }
}
