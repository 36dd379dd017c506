import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { findPreset } from '@tideway/core'
import type { Project } from '../project/open-project.ts'

/** What a file of cases in a folder calls the policy of an environment; `documented` where none is configured for it. */
export function namePolicy(project: Project, environment: string, folder: string): string {
  if (!Object.hasOwn(project.environments, environment)) return 'documented'
  const { policy } = project.environment(environment)
  const file = resolve(dirname(project.file), policy)
  return findPreset(policy) === undefined && existsSync(file) ? relative(folder, file) : policy
}
