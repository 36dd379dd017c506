import type { EmulatedRepository } from './emulated-repository.ts'

/** Takes the next id of the repository. */
export const takeId = (repository: EmulatedRepository): number => {
  const id = repository.store.get().nextId
  repository.store.change((state) => ({ ...state, nextId: state.nextId + 1 }))
  return id
}
