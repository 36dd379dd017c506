import type { FlowReport } from '@tideway/core'
import { type EmulatedProject, startEmulatedProject } from '../command/start-emulated-project.ts'
import type { DecisionRow } from './decision-row.ts'
import { readTableUnits, type TableUnits, writeTableUnits } from './table-units.ts'
import { setServerField, type TableWorld } from './table-world.ts'

const operator = 'olga@example.com'
const space = 'app-prod'

/** A world at the emulators over HTTP, in which the command is run in a clone. */
export interface EmulatedWorld extends TableWorld {
  readonly project: EmulatedProject
}

/** What a world is opened with. */
export interface WorldOptions extends Pick<DecisionRow, 'agreed' | 'select' | 'policy'> {
  /** `sync` of the environment, as it is written. */
  readonly syncSettings?: object | undefined
  /** The text of CODEOWNERS. */
  readonly owners?: string | undefined
}

/** Starts the emulators, and a repository that holds what a row agrees on. */
export async function openEmulatedWorld({
  agreed,
  select,
  policy,
  syncSettings,
  owners,
}: WorldOptions): Promise<EmulatedWorld> {
  const render = [{ kind: 'files', path: 'manifests' }]
  const environment = { space, mode: 'write', render, select, policy, sync: syncSettings }
  const project = await startEmulatedProject(
    {
      ...filesOf(agreed),
      ...(owners === undefined ? {} : { '.github/CODEOWNERS': owners }),
      'tideway.yaml': JSON.stringify({
        version: 1,
        github: { repository: 'acme/app' },
        environments: { prod: environment },
      }),
    },
    [space],
    { triggers: [({ slug }, text) => setServerField(slug, text)] },
  )
  const { confighub, repository } = project
  const unitsAt = async (revision: string) =>
    Object.entries(await repository.files(revision)).flatMap(([path, text]) => {
      const unit = /^manifests\/(.*)\.yaml$/.exec(path)?.[1]
      return unit === undefined ? [] : [[unit, text] as const]
    })
  const textsOf = () =>
    Object.fromEntries(confighub.slugs(space).map((slug) => [slug, confighub.read(space, slug)?.text]))
  const report = async (...words: readonly string[]): Promise<FlowReport> => {
    const { stdout, text } = await project.run([...words, '--env', 'prod', '-o', 'json'])
    const [found]: FlowReport[] = JSON.parse(stdout === '' ? '[]' : stdout)
    if (found === undefined) throw new Error(text)
    return found
  }
  return {
    project,
    async develop(units, subject) {
      const wanted = filesOf(units)
      const paths = (await unitsAt('main')).map(([unit]) => `manifests/${unit}.yaml`)
      const removed = paths.filter((path) => wanted[path] === undefined).map((path) => [path, undefined])
      project.commit({ ...wanted, ...Object.fromEntries(removed) }, subject)
      project.git('push', '--quiet')
    },
    operate(units) {
      const texts = writeTableUnits(units)
      const before = textsOf()
      for (const slug of Object.keys(before))
        if (texts[slug] === undefined) confighub.as(operator).deleteUnit(space, slug)
      for (const [slug, text] of Object.entries(texts)) {
        if (before[slug] === undefined) confighub.addUnit({ space, slug, text, by: operator })
        else if (before[slug] !== text) confighub.as(operator).setData(space, slug, text, 'Edit by hand')
      }
    },
    async befall(mishap) {
      await repository.git(['update-ref', '-d', 'refs/tideway/prod'])
      if (mishap === 'lost') return
      const { code, text } = await project.run([...mishap.split(' '), '--env', 'prod'])
      if (code !== 0) throw new Error(text)
    },
    sync: () => report('sync'),
    publish: (deletes) => report('publish', '--max-deletes', String(deletes)),
    async proposed() {
      const open = (await repository.pulls()).find(({ state }) => state === 'open')
      return open && readTableUnits(Object.fromEntries(await unitsAt(open.headSha)))
    },
    confighub: () => readTableUnits(textsOf()),
    writes: () => project.writes(),
  }
}

// A folder that Git has without a unit in it is not the same as one that it lacks.
function filesOf(units: TableUnits): Readonly<Record<string, string>> {
  const texts = Object.entries(writeTableUnits(units))
  return Object.fromEntries([
    ['manifests/README.md', 'Rendered as it is.\n'],
    ...texts.map(([unit, text]) => [`manifests/${unit}.yaml`, text] as const),
  ])
}
