import type { EmulatedRepository } from './emulated-repository.ts'
import { mergePull } from './merge-pull.ts'
import { mergeStateOf } from './merge-state.ts'
import { settlePulls } from './settle-pulls.ts'

/** Brings every open pull request up to date with the refs, and merges those that wait for that and may. */
export const settleRepository = async (repository: EmulatedRepository): Promise<void> => {
  await settlePulls(repository)
  for (const { number } of repository.store.get().pulls) {
    const pull = repository.store.get().pulls.find((one) => one.number === number)
    if (pull?.state !== 'open' || pull.autoMerge === null) continue
    const state = await mergeStateOf(repository, pull)
    if (state !== 'clean' && state !== 'unstable') continue
    const { method, by } = pull.autoMerge
    await mergePull(repository, number, { method, by: repository.world.account(by) })
  }
}
