import { changePull } from './change-pull.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import type { Pull } from './repository-state.ts'

/** Closes a pull request, with what else becomes of it; a closed one does not merge itself. */
export const closePull = (
  repository: EmulatedRepository,
  number: number,
  change: Partial<Omit<Pull, 'state' | 'autoMerge'>> = {},
): void => {
  const { closedAt = repository.world.now() } = change
  changePull(repository, number, { ...change, state: 'closed', autoMerge: null, closedAt })
}
