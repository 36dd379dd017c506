import { randomUUID } from 'node:crypto'
import type { Call } from '@tideway/core'
import { fastImport } from '../git/fast-import.ts'
import type { GitPlace } from './archive-place.ts'

/** What a commit is to hold. */
export interface CommitContent {
  readonly files: Readonly<Record<string, string>>
  readonly parent: string | undefined
  readonly message: string
  /** Hexadecimal digits of an object id in this repository. */
  readonly idLength: number
}

const signature = 'tideway <sync@tideway.dev>'

/** Stores a commit with exactly these files and returns its id; no ref, index or work tree is changed. */
export async function writeCommit(git: GitPlace, content: CommitContent, call: Call): Promise<string> {
  const { files, parent, idLength } = content
  const written = await fastImport(
    git,
    {
      signature: `${signature} ${Math.floor(call.now() / 1000)} +0000`,
      // Two savers of the same content must not make the same commit, or both would seem to have won.
      message: `${content.message.trimEnd()}\n\nTideway-Save: ${randomUUID()}\n`,
      parent,
      startsEmpty: true,
      changes: Object.entries(files).map(([path, text]) => ({ path, mode: '100644', text })),
      idLength,
    },
    call,
  )
  return written.commit
}
