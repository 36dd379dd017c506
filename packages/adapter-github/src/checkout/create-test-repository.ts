import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileEdit } from '@tideway/core'

/** A repository in a temporary folder, made with the real Git, as this package's tests use it. */
export interface TestRepository {
  readonly directory: string
  git(...args: readonly string[]): string
  write(files: Readonly<Record<string, string>>): void
  /** Writes files and commits them; the id of the commit. */
  commit(files: Readonly<Record<string, string>>, message?: string): string
  apply(edits: readonly FileEdit[], message?: string): string
  remove(): void
}

// Starting a program costs more the larger the process is that starts it, so that Git starts the others here.
const saveAlias =
  'alias.save=!git add --all && git commit --quiet --allow-empty --file=- && git rev-parse HEAD'

// What `git init` makes, but for samples: gitrepository-layout(5).
function layOutRepository(directory: string): void {
  for (const folder of ['objects', 'refs']) mkdirSync(join(directory, '.git', folder), { recursive: true })
  writeFileSync(join(directory, '.git/config'), '[core]\n\trepositoryformatversion = 0\n\tbare = false\n')
  writeFileSync(join(directory, '.git/HEAD'), 'ref: refs/heads/main\n')
}

/** Makes a repository with one commit of these files. */
export function createTestRepository(files: Readonly<Record<string, string>>): TestRepository {
  const directory = mkdtempSync(join(tmpdir(), 'tideway-checkout-'))
  const run = (args: readonly string[], input = '') =>
    execFileSync('git', args, { cwd: directory, encoding: 'utf8', input }).trim()
  const write = (texts: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), text)
    }
  }
  const commitAll = (message: string) => run(['-c', saveAlias, 'save'], message)
  const commit = (texts: Readonly<Record<string, string>>, message = 'Change files') => {
    write(texts)
    return commitAll(message)
  }
  layOutRepository(directory)
  commit(files, 'Start')
  return {
    directory,
    git: (...args) => run(args),
    write,
    commit,
    apply: (edits, message = 'Merge edits') => {
      for (const edit of edits) {
        if (edit.kind === 'write') write({ [edit.path]: edit.text })
        else rmSync(join(directory, edit.path))
      }
      return commitAll(message)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
