import type { Normalization } from '@tideway/core'
import type { Session } from './run-session.ts'
import type { SharedFlags } from './shared-flags.ts'

/** The rules of the configuration that was named with `--config`; undefined without one: files need no project. */
export function configuredNormalization(
  session: Session,
  flags: Pick<SharedFlags, 'config'>,
): Normalization | undefined {
  if (flags.config === undefined) return undefined
  return Object.values(session.project().environments)[0]?.normalization
}
