import { adopt, findPreset, publish, sync } from '@tideway/core'
import {
  createMemoryArchive,
  createMemoryConfigHub,
  createMemoryGit,
  createTestCall,
  type FileTree,
} from '@tideway/core/testing'
import type { DecisionRow } from './decision-row.ts'
import { readTableUnits, writeTableUnits } from './table-units.ts'
import { setServerField, type TableWorld } from './table-world.ts'

const environment = 'prod'

/** A world in memory. */
export function openMemoryWorld({ policy, select }: DecisionRow): TableWorld {
  const git = createMemoryGit()
  const archive = createMemoryArchive()
  const confighub = createMemoryConfigHub({ triggers: [setServerField] })
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const call = createTestCall()
  const endpoints = () => ({ git: git.endpoint(environment), confighub, archive })
  const options = { environment, policy: findPreset(policy ?? 'documented'), select }
  let saves = 0
  const unitsOf = (files: FileTree) =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.replace(/^prod\/(.*)\.yaml$/, '$1'), text]),
    )
  return {
    async develop(units, subject) {
      const texts = writeTableUnits(units)
      const gone = Object.keys(unitsOf(git.tree())).filter((unit) => texts[unit] === undefined)
      const changes = [...Object.entries(texts), ...gone.map((unit) => [unit, undefined] as const)]
      git.commit(Object.fromEntries(changes.map(([unit, text]) => [`prod/${unit}.yaml`, text])), subject)
    },
    operate(units) {
      const texts = writeTableUnits(units)
      for (const unit of Object.keys(confighub.state())) if (texts[unit] === undefined) operator.purge(unit)
      for (const [unit, text] of Object.entries(texts))
        if (confighub.state()[unit]?.text !== text) operator.write(unit, text)
    },
    async befall(mishap) {
      saves += archive.messages().length
      archive.lose()
      if (mishap === 'lost') return
      await adopt(endpoints(), { environment, inferBase: mishap === 'adopt --infer-base' }, call)
    },
    sync: () => sync(endpoints(), options, call),
    publish: (deletes) => publish(endpoints(), { ...options, limits: { updates: 20, deletes } }, call),
    async proposed() {
      const open = git.proposals().find(({ state }) => state === 'open')
      return open && readTableUnits(unitsOf(git.tree(open.tip)))
    },
    confighub: () =>
      readTableUnits(
        Object.fromEntries(Object.entries(confighub.state()).map(([unit, { text }]) => [unit, text])),
      ),
    writes: () =>
      saves +
      archive.messages().length +
      git.proposals().filter(({ state }) => state === 'open').length +
      Object.values(confighub.state()).reduce((sum, { revision }) => sum + Number(revision), 0),
  }
}
