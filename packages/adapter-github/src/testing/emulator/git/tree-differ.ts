import { createGitDialogue } from './git-dialogue.ts'
import { type FileChange, parseDiff } from './parse-diff.ts'

/** Compares trees through one long-lived `git diff-tree --stdin`. */
export type TreeDiffer = {
  /** The files that differ between two trees; throws where one is not there. */
  diff(from: string, to: string): Promise<readonly FileChange[]>
  close(): Promise<void>
}

// A line that is no id is repeated; no path has two slashes in a row.
const endMark = '//end\n'

export const createTreeDiffer = (directory: string): TreeDiffer => {
  const git = createGitDialogue(directory, ['diff-tree', '--stdin', '-r', '-z', '-M', '--raw', '--numstat'])
  return {
    diff: async (from, to) => {
      const pair = `${from} ${to}\n`
      const reply = await git.ask(pair + endMark, endMark)
      const output = reply.kind === 'answered' ? reply.output.toString() : ''
      if (!output.startsWith(pair)) throw new Error(`git diff-tree could not compare ${from} with ${to}`)
      return parseDiff(output.slice(pair.length))
    },
    close: () => git.close(),
  }
}
