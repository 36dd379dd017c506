import { randomUUID } from 'node:crypto'
import type { Call } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
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
// Never exists: the stream takes it back before it ends.
const scratchRef = 'refs/tideway-scratch/commit'

/** Stores a commit with exactly these files and returns its id; no ref, index or work tree is changed. */
export async function writeCommit(git: GitPlace, content: CommitContent, call: Call): Promise<string> {
  const { files, parent, idLength } = content
  // Two savers of the same content must not make the same commit, or both would seem to have won.
  const message = `${content.message.trimEnd()}\n\nTideway-Save: ${randomUUID()}\n`
  // https://git-scm.com/docs/git-fast-import#_input_format
  const stream = [
    `commit ${scratchRef}\nmark :1\n`,
    `committer ${signature} ${Math.floor(call.now() / 1000)} +0000\n`,
    data(message),
    parent === undefined ? '' : `from ${parent}\n`,
    'deleteall\n',
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${quote(path)}\n${data(text)}`),
    'get-mark :1\n',
    `reset ${scratchRef}\nfrom ${'0'.repeat(idLength)}\n`,
    'done\n',
  ].join('')
  const args = ['fast-import', '--quiet', '--done', '--date-format=raw']
  const written = await runGit(args, { ...git, signal: call.signal, input: stream })
  return written.trim()
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

// C-style quoting, in which only these characters need an escape.
function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
