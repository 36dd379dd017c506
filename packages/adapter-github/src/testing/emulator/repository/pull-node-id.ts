import type { EmulatedRepository } from './emulated-repository.ts'
import type { Pull } from './repository-state.ts'

/** The GraphQL id of a pull request. */
export const pullNodeId = ({ id }: Pick<EmulatedRepository, 'id'>, pull: Pick<Pull, 'id'>): string =>
  `PR_${id}_${pull.id}`
