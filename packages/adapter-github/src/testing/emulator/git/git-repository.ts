import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createObjectReader, type ObjectReader } from './object-reader.ts'
import { type GitResult, type GitRunOptions, runGit } from './run-git.ts'
import { type ObjectType, writeObject } from './write-object.ts'

/** A real bare repository on disk. */
export type GitRepository = ObjectReader & {
  readonly directory: string
  /** Runs `git` and returns its result, whatever the exit code. */
  try(args: readonly string[], options?: GitRunOptions): Promise<GitResult>
  /** Runs `git` and returns its standard output; throws where it fails. */
  run(args: readonly string[], options?: GitRunOptions): Promise<string>
  /** Stores an object and returns its id. */
  write(type: ObjectType, content: Uint8Array): Promise<string>
}

/** Opens the bare repository in a directory, and makes it first where there is none: gitrepository-layout(5). */
export const openGitRepository = (directory: string): GitRepository => {
  if (!existsSync(directory)) {
    mkdirSync(directory, { recursive: true })
    for (const folder of ['objects', 'refs']) mkdirSync(join(directory, folder))
    writeFileSync(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
    writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n')
  }
  return {
    ...createObjectReader(directory),
    directory,
    try: (args, options) => runGit(directory, args, options),
    run: async (args, options) => {
      const result = await runGit(directory, args, options)
      if (result.code !== 0)
        throw new Error(`git ${args[0]} failed (${result.code}): ${result.stderr.trim()}`)
      return result.stdout.toString()
    },
    write: (type, content) => writeObject(directory, type, content),
  }
}
