import { moveRef } from '../git/refs.ts'
import type { EmulatedRepository } from './emulated-repository.ts'

/** Points `refs/pull/N/head` at a pull request's head, from where Git clients can fetch it for ever. */
export const keepPullHead = async (
  repository: EmulatedRepository,
  number: number,
  head: string,
): Promise<void> => {
  await moveRef(repository.git, { name: `refs/pull/${number}/head`, before: undefined, after: head })
}
