import { type Normalization, TidewayError } from '@tideway/core'
import type { Session } from './run-session.ts'
import type { SharedFlags } from './shared-flags.ts'

/**
 * The rules of the configuration that was named with `--config`; undefined without one: files need no project.
 * Throws `TIDEWAY_CONFIG_MISSING` where they need a cluster, which files do not name.
 */
export function configuredNormalization(
  session: Session,
  flags: Pick<SharedFlags, 'config'>,
): Normalization | undefined {
  if (flags.config === undefined) return undefined
  const normalization = Object.values(session.project().environments)[0]?.normalization
  if (normalization?.from !== 'cluster') return normalization?.rules
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_MISSING',
    message: `normalize.schemas in ${flags.config} is cluster, and no cluster is asked for files`,
    next: 'write the schemas with tideway schemas --out FILE, and name that file under normalize.schemas',
  })
}
