import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGitRunner, createRememberingRunner, type GitQuestions, type GitRunner } from './git-runner.ts'
import { createObjectStore, type ObjectStore } from './object-store.ts'
import { createRefWriter, type RefWriter } from './ref-writer.ts'
import { createTreeDiffer, type TreeDiffer } from './tree-differ.ts'

/** A real bare repository on disk. */
export type GitRepository = GitRunner &
  Omit<ObjectStore, 'close'> &
  Omit<RefWriter, 'close'> &
  Omit<TreeDiffer, 'close'> & {
    readonly directory: string
    /** Runs what is asked of objects by their ids, where the answer never changes. */
    readonly byIds: GitQuestions
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
  const objects = createObjectStore(directory)
  const refs = createRefWriter(directory)
  const trees = createTreeDiffer(directory)
  return {
    ...runner,
    ...objects,
    ...refs,
    ...trees,
    directory,
    byIds: createRememberingRunner(runner),
    close: async () => void (await Promise.all([objects, refs, trees].map((one) => one.close()))),
  }
}
