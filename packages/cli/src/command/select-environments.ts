import type { Project } from '../project/open-project.ts'
import { usageError } from './usage-error.ts'

/** Which environments a command takes where `--env` is not given. */
export type DefaultEnvironments = 'all' | 'dev' | 'only'

/**
 * The environments of a run: those that were named, each once; else all, or `dev`, or the only one there is.
 * Throws `TIDEWAY_ENVIRONMENT_UNKNOWN` for a name that is not configured, `TIDEWAY_USAGE` where one has to be named.
 */
export function selectEnvironments(
  project: Project,
  wanted: readonly string[] | undefined,
  otherwise: DefaultEnvironments,
): readonly string[] {
  if (wanted !== undefined) return [...new Set(wanted)].map((name) => project.environment(name).name)
  const names = Object.keys(project.environments)
  if (otherwise === 'all' || names.length === 1) return names
  if (otherwise === 'dev' && names.includes('dev')) return ['dev']
  throw usageError('no environment is named', `pass --env with one of: ${names.join(', ')}`)
}
