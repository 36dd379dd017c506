import { createHash } from 'node:crypto'

/** One entry of a Git tree; `mode` is octal without leading zeros, as Git stores it. */
export interface TreeEntry {
  readonly name: string
  readonly mode: string
  readonly sha: string
}

/** The mode of an entry that is a directory. */
export const directoryMode = '40000'

/** The id that Git gives to a text file. */
export function hashBlob(content: string | Uint8Array): string {
  return hashObject('blob', Buffer.from(content))
}

/** The id that Git gives to a tree of these entries, in whatever order they are. */
export function hashTree(entries: readonly TreeEntry[]): string {
  // Git sorts by bytes, with directories as if their names ended with a slash.
  const sorted = entries
    .map((entry) => ({
      entry,
      key: Buffer.from(entry.mode === directoryMode ? `${entry.name}/` : entry.name),
    }))
    .toSorted((left, right) => Buffer.compare(left.key, right.key))
  return hashObject(
    'tree',
    Buffer.concat(
      sorted.flatMap(({ entry }) => [
        Buffer.from(`${entry.mode} ${entry.name}\0`),
        Buffer.from(entry.sha, 'hex'),
      ]),
    ),
  )
}

function hashObject(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')
}
