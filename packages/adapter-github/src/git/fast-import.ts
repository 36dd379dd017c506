import type { Call } from '@tideway/core'
import { runGit } from './run-git.ts'

/** A commit to be stored. */
export interface CommitStream {
  /** Author and committer: `name <email> seconds +0000`. */
  readonly signature: string
  readonly message: string
  readonly parent: string | undefined
  /** True where the parent's files are not taken over. */
  readonly startsEmpty?: boolean
  /** Files to write with their modes, and those to remove, whose text is null. */
  readonly changes: readonly { readonly path: string; readonly mode: string; readonly text: string | null }[]
  /** Hexadecimal digits of an object id in this repository. */
  readonly idLength: number
}

// Never exists: the stream takes it back before it ends.
const scratchRef = 'refs/tideway-scratch/commit'

/** Stores a commit in one process and returns its id and its tree's; no ref, index or work tree is changed. */
export async function fastImport(
  git: { readonly directory: string; readonly endpoint: string },
  commit: CommitStream,
  call: Call,
): Promise<{ readonly commit: string; readonly tree: string }> {
  // https://git-scm.com/docs/git-fast-import#_input_format
  const stream = [
    `commit ${scratchRef}\nmark :1\n`,
    `author ${commit.signature}\ncommitter ${commit.signature}\n`,
    data(commit.message),
    commit.parent === undefined ? '' : `from ${commit.parent}\n`,
    commit.startsEmpty === true ? 'deleteall\n' : '',
    ...commit.changes.map(({ path, mode, text }) =>
      text === null ? `D ${quote(path)}\n` : `M ${mode} inline ${quote(path)}\n${data(text)}`,
    ),
    'get-mark :1\n',
    'ls :1 ""\n',
    `reset ${scratchRef}\nfrom ${'0'.repeat(commit.idLength)}\n`,
    'done\n',
  ].join('')
  const args = ['fast-import', '--quiet', '--done', '--date-format=raw']
  const written = await runGit(args, { ...git, signal: call.signal, input: stream })
  // The second line is that of git-ls-tree(1) for the root.
  const [id = '', root = ''] = written.split('\n')
  return { commit: id, tree: /^040000 tree ([0-9a-f]+)\t/.exec(root)?.[1] ?? '' }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

// C-style quoting, in which only these characters need an escape.
function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
