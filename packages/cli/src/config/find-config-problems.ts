import type { YamlProblem } from '@tideway/core'
import type { ConfigFile } from './config-file.ts'

/** What is wrong with a `tideway.yaml` that no single key shows. */
export function findConfigProblems(file: ConfigFile): readonly YamlProblem[] {
  return [
    ...Object.keys(file.environments).flatMap((name) => environmentProblems(file, name)),
    ...(Object.keys(file.environments).length === 0
      ? [{ path: ['environments'], message: 'names no environment' }]
      : []),
    ...placeProblems(file),
  ]
}

function environmentProblems({ environments, defaults }: ConfigFile, name: string): readonly YamlProblem[] {
  const place = ['environments', name]
  const written = environments[name]
  const settings = { ...defaults, ...written }
  const groupBy = written?.sync?.groupBy ?? defaults?.sync?.groupBy ?? 'environment'
  const names = Object.keys(environments)
  const other = names
    .slice(0, names.indexOf(name))
    .find((earlier) => environments[earlier]?.space === written?.space)
  const problems: YamlProblem[] = []
  if (other !== undefined) {
    const why = 'each would take the other’s units for its own; give it a space of its own'
    problems.push({ path: [...place, 'space'], message: `is the space of ${other} too: ${why}` })
  }
  if (settings.render === undefined)
    problems.push({ path: [...place, 'render'], message: 'is missing, here and in the defaults' })
  if (settings.snapshot === true && groupBy !== 'environment') {
    const why = 'a snapshot is kept for the environment as a whole'
    const message = `does not go with sync.groupBy: ${why}; leave one of them out`
    problems.push({ path: [...place, 'snapshot'], message })
  }
  return problems
}

// Where Git is read, where pull requests are kept, and where the archive is.
function placeProblems({ github, git, backend, archive }: ConfigFile): readonly YamlProblem[] {
  const withoutGitHub = { archive: archive === 'github', git: git !== undefined, backend: backend === 'api' }
  const withoutClone = { backend: backend === 'git', archive: archive === 'git' }
  return [
    ...(github === undefined ? keysOf(withoutGitHub) : []).map((key) => ({
      path: [key],
      message: 'github is not configured: add "github: { repository: owner/name }"',
    })),
    ...(git === undefined ? [] : keysOf(withoutClone)).map((key) => ({
      path: [key],
      message: 'git needs a clone, and git.via reads without one',
    })),
  ]
}

function keysOf(wrong: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.keys(wrong).filter((key) => wrong[key])
}
