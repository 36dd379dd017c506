import {
  type Call,
  createSchema,
  type Endpoint,
  formatSchemas,
  formatUnit,
  listUnitKinds,
  type Normalization,
  readClusterSchemas,
} from '@tideway/core'
import type { EnvironmentConfig } from '../config/project-config.ts'

/**
 * What counts as equal in an environment: as it is configured, which asks no store, or with the schemas of the kinds
 * that are in the units of the sides, as its clusters publish them now. Throws where a side or a schema cannot be read:
 * nothing else counts as equal because a cluster is down. A kind that no cluster has is told, and its lists are compared
 * whole.
 */
export async function loadNormalization(
  { name, normalization, onUnreadable }: EnvironmentConfig,
  sides: () => Promise<readonly Endpoint[]>,
  live: () => Promise<readonly Endpoint[]>,
  call: Call,
): Promise<Normalization> {
  if (normalization.from === 'files') return normalization.rules
  const kinds = await listUnitKinds(await sides(), { onUnreadable }, call)
  const { schemas, absent } = await readClusterSchemas(await live(), kinds, call)
  for (const { group, kind } of absent)
    call.logger.warn(`${name}: no cluster has the kind ${kind}.${group}, so its lists are compared whole`)
  // The same name as of a file that holds the same schemas.
  const version = call.sha256(formatUnit([formatSchemas(schemas)])).slice(0, 12)
  return normalization.make(createSchema(schemas, version))
}
