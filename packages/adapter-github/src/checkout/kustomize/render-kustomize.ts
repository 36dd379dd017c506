import { posix } from 'node:path'
import type { Call } from '@tideway/core'
import type { Build, Builder, BuildFailure } from '../program/build.ts'
import type { KustomizeSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { cutUnits } from '../units/cut-units.ts'
import type { RenderedFile, RenderedUnit } from '../units/rendered-unit.ts'
import { findKustomizeFiles } from './find-kustomize-files.ts'

/** Renders a kustomization with the real program, from the files that it reaches. */
export async function renderKustomize(
  source: KustomizeSource,
  tree: FileTree,
  builder: Builder,
  call: Call,
): Promise<readonly RenderedUnit[]> {
  const { root, files } = await findKustomizeFiles(tree, source.path)
  const [program, subcommand] = source.command
  const build: Build = {
    path: source.path === '' ? '.' : source.path,
    command: [program, subcommand, `./${source.path}`],
    folder: '',
    files: await tree.bytes([...files]),
    explain: (stderr) => explain(stderr, source.path),
  }
  const file: RenderedFile = { ...(await builder(build, call)), path: root }
  return cutUnits([file], source.units)
}

// What it says last is what went wrong; a name of a file or a folder in it is relative to the kustomization.
function explain(stderr: string, folder: string): BuildFailure {
  const reason = stderr.trim().split('\n').at(-1) ?? ''
  const [, file, line] = /\b([\w./-]+\.ya?ml)\b.*?(?:line (\d+))?/.exec(reason) ?? []
  const path = file === undefined ? folder : posix.normalize(file)
  return { path: path === '' ? '.' : path, reason, ...(line === undefined ? {} : { line: Number(line) }) }
}
