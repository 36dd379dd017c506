/** One file that differs between two trees; line counts are 0 for binary files. */
export type FileChange = {
  readonly path: string
  readonly previousPath: string | undefined
  readonly status: 'added' | 'removed' | 'modified' | 'renamed'
  readonly oid: string
  readonly additions: number
  readonly deletions: number
}

const statuses: Readonly<Record<string, FileChange['status']>> = { A: 'added', D: 'removed', R: 'renamed' }

/** Reads the output of `git diff-tree -r -z --raw --numstat`. */
export const parseDiff = (output: string): readonly FileChange[] => {
  const fields = output.split('\0')
  const changes = new Map<string, FileChange>()
  let at = 0
  const next = () => fields[at++] ?? ''
  while (at < fields.length) {
    const field = next()
    if (field.startsWith(':')) {
      const [, , from = '', to = '', letter = ''] = field.split(' ')
      const status = statuses[letter.charAt(0)] ?? 'modified'
      const first = next()
      const path = status === 'renamed' ? next() : first
      const previousPath = status === 'renamed' ? first : undefined
      const oid = status === 'removed' ? from : to
      changes.set(path, { path, previousPath, status, oid, additions: 0, deletions: 0 })
    } else if (field.includes('\t')) {
      const [additions = '', deletions = '', name = ''] = field.split('\t')
      if (name === '') next()
      const path = name === '' ? next() : name
      const change = changes.get(path)
      if (change !== undefined) {
        changes.set(path, { ...change, additions: Number(additions) || 0, deletions: Number(deletions) || 0 })
      }
    }
  }
  return [...changes.values()]
}
