import type { Call } from '@tideway/core'
import { configMissing } from '../config-missing.ts'
import type { Build, Builder, BuildFailure } from '../program/build.ts'
import { renderFailed } from '../render-failed.ts'
import type { HelmSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { listFilesBelow } from '../tree/select-files.ts'
import { cutUnits } from '../units/cut-units.ts'
import type { RenderedFile, RenderedUnit } from '../units/rendered-unit.ts'

/** Renders a chart with the real `helm template`, from its folder and the files of values. */
export async function renderHelm(
  source: HelmSource,
  tree: FileTree,
  builder: Builder,
  call: Call,
): Promise<readonly RenderedUnit[]> {
  const chart = listFilesBelow(tree, source.path)
  if (!chart.includes(`${source.path}/Chart.yaml`)) {
    const next = 'check `path` in the environment’s `render`, and that the chart is committed'
    throw configMissing(source.path, 'there is no Chart.yaml', next)
  }
  const missing = source.values.find((path) => !tree.has(path))
  if (missing !== undefined) {
    const next = 'add the file, or correct `values` in the environment’s `render`'
    throw renderFailed({ path: missing }, 'the file of values is not there', next)
  }
  const build: Build = {
    path: source.path,
    command: [
      'helm',
      'template',
      source.release,
      `./${source.path}`,
      ...(source.namespace === undefined ? [] : ['--namespace', source.namespace]),
      ...source.values.flatMap((path) => ['--values', path]),
      '--include-crds',
      '--skip-tests',
    ],
    folder: '',
    files: await tree.bytes([...chart, ...source.values]),
    explain: (stderr) => explain(stderr, source),
  }
  const file: RenderedFile = { ...(await builder(build, call)), path: source.path }
  return cutUnits([file], source.units)
}

/** Reads which template or file of values helm stumbled over. */
export function explain(
  stderr: string,
  { path: chart, values }: Pick<HelmSource, 'path' | 'values'>,
): BuildFailure {
  const said = stderr.split('\n').find((line) => line.startsWith('Error: ')) ?? stderr.trim()
  const reason = said.replace(/^Error: /, '')
  const [, template, line] = /\b[\w.-]+\/((?:charts|templates)\/[^\s:()]+)(?::(\d+))?/.exec(reason) ?? []
  const file = template === undefined ? values.find((path) => reason.includes(path)) : `${chart}/${template}`
  const number = line ?? (template === undefined ? /\bline (\d+)/.exec(reason)?.[1] : undefined)
  return { path: file ?? chart, reason, ...(number === undefined ? {} : { line: Number(number) }) }
}
