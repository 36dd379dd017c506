import { type CaptureOptions, defaultManagers, type Normalization } from '@tideway/core'
import type { EnvironmentConfig } from '../config/project-config.ts'
import type { Session } from './run-session.ts'

/** What a command says of a capture; everything else is configured. */
export interface CaptureFacts {
  readonly unit?: readonly string[]
  readonly tag?: string
  readonly incident?: string
  readonly assumeApplied?: boolean
  readonly unconditional?: boolean
  readonly dryRun?: boolean
  readonly label?: string
}

/** How an environment is captured as it is configured. */
export function captureOptions(
  session: Session,
  environment: EnvironmentConfig,
  normalization: Normalization,
  flags: CaptureFacts,
): CaptureOptions {
  const { live } = environment
  return {
    environment: environment.name,
    policy: session.project().policy(environment.name),
    normalization,
    units: flags.unit,
    tag: flags.tag,
    incident: flags.incident,
    managers: {
      controllers: [...defaultManagers.controllers, ...(live.controllers ?? [])],
      deployers: [...defaultManagers.deployers, ...(live.deployers ?? [])],
    },
    assumeApplied: flags.assumeApplied,
    crossplane: live.crossplane,
    freeze: environment.freeze,
    unconditional: flags.unconditional,
    secrets: environment.secrets,
    dryRun: flags.dryRun,
    labelSelector: flags.label ?? live.selector,
  }
}
