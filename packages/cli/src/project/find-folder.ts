import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import type { RenderConfig } from '../config/project-config.ts'

/**
 * The folder of a Git checkout that proposals may write in: that of `tideway.yaml`, relative to the root and with
 * `/`. Empty, which is everywhere, for the root, outside of any checkout, and where something is rendered from
 * beside the folder.
 */
export function findFolder(directory: string, render: readonly RenderConfig[]): string {
  if (!existsSync(directory) || render.some(leavesFolder)) return ''
  const start = realpathSync(directory)
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return relative(folder, start).split(sep).join('/')
    if (dirname(folder) === folder) return ''
  }
}

function leavesFolder(source: RenderConfig): boolean {
  const paths =
    source.kind === 'envsubst' ? [source.path, source.variables, source.patch ?? '.'] : [source.path]
  return paths.some((path) => posix.normalize(path).startsWith('..'))
}
