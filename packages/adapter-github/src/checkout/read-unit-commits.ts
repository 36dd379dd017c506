import {
  AdapterError,
  type Call,
  type Commit,
  type CommitId,
  TidewayError,
  type UnitCommit,
} from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import type { RenderedUnit } from './units/rendered-unit.ts'

/** All units of the environment as of a commit. */
export type CommitRenderer = (commit: CommitId, call: Call) => Promise<ReadonlyMap<string, RenderedUnit>>

/** What the history of a unit is read from. */
export interface UnitHistory {
  readonly directory: string
  readonly endpoint: string
  /** Where the look back begins. */
  readonly head: CommitId
  /** The files and folders that the unit is rendered from. */
  readonly paths: readonly string[]
  readonly renderAt: CommitRenderer
}

/**
 * Follows a unit back through the commits that changed what it is rendered from, newest first. Each is compared with
 * its own parent, so that no commit answers for what another did. Ends where a commit cannot be rendered, and at the
 * edge of a shallow clone, beyond which nobody knows what was there.
 */
export async function* readUnitCommits(
  unit: string,
  limit: number,
  history: UnitHistory,
  call: Call,
): AsyncIterable<UnitCommit> {
  const git = { directory: history.directory, endpoint: history.endpoint, signal: call.signal }
  const format = '--format=%H%x00%P%x00%s%x00%an%x00%cI'
  const args = ['log', `--max-count=${limit}`, '--no-merges', '--topo-order', '--no-show-signature', format]
  const specs = history.paths.map((path) => (path === '' ? ':(top)' : `:(top,literal)${path}`))
  const listing = await runGit([...args, '--end-of-options', history.head, '--', ...specs], git)
  const isShallow = async () =>
    (await runGit(['rev-parse', '--is-shallow-repository'], git)).trim() === 'true'
  for (const { commit, parent } of listing.split('\n').flatMap(parseCommit)) {
    if (parent === '' && (await isShallow())) return
    const after = await textAt(unit, commit.id, history, call)
    const before = parent === '' ? '' : await textAt(unit, parent, history, call)
    if (after === undefined || before === undefined) return
    if (before !== after) yield { commit, before, after }
  }
}

function parseCommit(line: string): readonly { readonly commit: Commit; readonly parent: CommitId }[] {
  const [id, parent, subject, author, at] = line.split('\0')
  if (id === undefined || parent === undefined) return []
  if (subject === undefined || author === undefined || at === undefined) return []
  return [{ commit: { id, subject, author, at }, parent }]
}

/** The unit's text as of a commit, empty where it had none; undefined where it cannot be rendered. */
async function textAt(
  unit: string,
  commit: CommitId,
  { renderAt }: UnitHistory,
  call: Call,
): Promise<string | undefined> {
  try {
    const rendered = (await renderAt(commit, call)).get(unit)
    if (rendered === undefined) return ''
    return rendered.kind === 'rendered' ? rendered.text : undefined
  } catch (error) {
    if (!TidewayError.isInstance(error) && !AdapterError.isInstance(error)) throw error
    if (call.signal.aborted) throw error
    return undefined
  }
}
