import { TidewayError } from '@tideway/core'
import type { EnvironmentConfig } from '../config/project-config.ts'

/** What a command changes: pull requests and the archive, or the authority too. */
export type Access = 'propose' | 'write'

/** Why an environment does not allow a command to change anything; undefined where it does. */
export function findRefusal(
  environment: EnvironmentConfig,
  access: Access,
  readOnly: boolean,
): string | undefined {
  if (readOnly) return 'TIDEWAY_READ_ONLY is set'
  if (environment.mode === 'write' || environment.mode === access) return undefined
  return `its mode is ${environment.mode}`
}

/** Throws `TIDEWAY_READ_ONLY` where the environment's mode, or the surroundings, do not allow the command. */
export function requireMode(environment: EnvironmentConfig, access: Access, readOnly: boolean): void {
  const refusal = findRefusal(environment, access, readOnly)
  if (refusal === undefined) return
  throw new TidewayError({
    code: 'TIDEWAY_READ_ONLY',
    message: `environment ${environment.name} may only be read: ${refusal}`,
    next: `pass --dry-run, or ${readOnly ? 'unset TIDEWAY_READ_ONLY' : `set its mode to ${access}`}`,
  })
}
