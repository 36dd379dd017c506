import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGitRunner, createRememberingRunner, type GitQuestions, type GitRunner } from './git-runner.ts'
import { createObjectReader, type ObjectReader } from './object-reader.ts'
import { createRefWriter, type RefWriter } from './ref-writer.ts'
import { type ObjectType, writeObject } from './write-object.ts'

/** A real bare repository on disk. */
export type GitRepository = GitRunner &
  Omit<ObjectReader, 'close'> &
  Omit<RefWriter, 'close'> & {
    readonly directory: string
    /** Runs what is asked of objects by their ids, where the answer never changes. */
    readonly byIds: GitQuestions
    /** Stores an object and returns its id. */
    write(type: ObjectType, content: Uint8Array): Promise<string>
    /** Ends the processes that wait for questions. */
    close(): Promise<void>
  }

/** Opens the bare repository in a directory, and makes it first where there is none: gitrepository-layout(5). */
export const openGitRepository = (directory: string): GitRepository => {
  if (!existsSync(directory)) {
    mkdirSync(directory, { recursive: true })
    for (const folder of ['objects', 'refs']) mkdirSync(join(directory, folder))
    writeFileSync(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
    writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n')
  }
  const runner = createGitRunner(directory)
  const reader = createObjectReader(directory)
  const writer = createRefWriter(directory)
  return {
    ...runner,
    ...reader,
    ...writer,
    directory,
    byIds: createRememberingRunner(runner),
    write: (type, content) => writeObject(directory, type, content),
    close: async () => void (await Promise.all([reader.close(), writer.close()])),
  }
}
