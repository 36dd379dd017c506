import { AdapterError, type Call } from '@tideway/core'
import { runGit, runGitBytes } from '../git/run-git.ts'
import type { GitPlace } from './archive-place.ts'

// An archive holds two texts a unit; this is far above what a space of ConfigHub has.
const maxBytes = 512 * 1024 * 1024
const newline = 10

/** Every file of a commit as text, by path, with two `git` processes whatever their number. */
export async function readCommitFiles(
  git: GitPlace,
  commit: string,
  call: Call,
): Promise<Readonly<Record<string, string>>> {
  const options = { ...git, signal: call.signal, maxBytes }
  const listed = await runGit(['ls-tree', '-r', '-z', '--full-tree', commit], options)
  const entries = listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [info = '', path = ''] = line.split('\t')
      const [, type = '', id = ''] = info.split(' ')
      return { type, id, path }
    })
    .filter(({ type }) => type === 'blob')
  if (entries.length === 0) return {}
  const input = entries.map(({ id }) => `${id}\n`).join('')
  const output = await runGitBytes(['cat-file', '--batch'], { ...options, input })
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const files: [string, string][] = []
  let at = 0
  for (const { path } of entries) {
    // Each answer is "<id> blob <size>", a newline, the content, a newline.
    const end = output.indexOf(newline, at)
    const size = Number(output.subarray(at, end).toString().split(' ')[2])
    if (end < 0 || !Number.isInteger(size)) throw unreadable(git, commit, path)
    try {
      files.push([path, decoder.decode(output.subarray(end + 1, end + 1 + size))])
    } catch {
      throw unreadable(git, commit, path)
    }
    at = end + 1 + size + 1
  }
  return Object.fromEntries(files)
}

function unreadable(git: GitPlace, commit: string, path: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint: git.endpoint,
    message: `${path} in the archive’s commit ${commit} is missing or no UTF-8 text`,
    next: 'restore an earlier commit of the ref, or start a new archive with `tideway adopt`',
  })
}
