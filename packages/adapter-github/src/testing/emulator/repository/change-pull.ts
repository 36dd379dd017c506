import type { EmulatedRepository } from './emulated-repository.ts'
import type { Pull } from './repository-state.ts'

/** Changes one pull request and marks it as updated. */
export const changePull = (repository: EmulatedRepository, number: number, change: Partial<Pull>): void => {
  const updatedAt = repository.world.now()
  repository.store.change((state) => ({
    ...state,
    pulls: state.pulls.map((pull) => (pull.number === number ? { ...pull, updatedAt, ...change } : pull)),
  }))
}
