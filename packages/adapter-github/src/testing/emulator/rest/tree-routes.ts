import { z } from 'zod'
import { editTree, type TreeEdit } from '../git/edit-tree.ts'
import { resolveRevision } from '../git/refs.ts'
import { entryType, findEntry, findTree, type PathEntry, readTree, walkTree, writeTree } from '../git/tree.ts'
import { GitHubError } from '../github-error.ts'
import { oidSchema } from '../oid-schema.ts'
import { apiUrl } from './links.ts'
import type { Call, Route } from './route.ts'

const entrySchema = z.strictObject({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']).optional(),
  type: z.enum(['blob', 'tree', 'commit']).optional(),
  sha: oidSchema.nullable().optional(),
  content: z.string().optional(),
})

type WantedEntry = z.infer<typeof entrySchema>

const treeSchema = z.strictObject({ tree: z.array(entrySchema), base_tree: z.string().optional() })

const renderEntry = async (call: Call, entry: PathEntry) => {
  const type = entryType(entry)
  const size = type === 'blob' ? { size: (await call.repository.git.info(entry.oid))?.size } : {}
  const url = type === 'commit' ? {} : { url: `${apiUrl(call)}/git/${type}s/${entry.oid}` }
  return { path: entry.path, mode: entry.mode.padStart(6, '0'), type, sha: entry.oid, ...size, ...url }
}

const renderTree = async (call: Call, sha: string, entries: readonly PathEntry[]) => {
  const most = call.repository.world.limits.treeEntries
  return {
    sha,
    url: `${apiUrl(call)}/git/trees/${sha}`,
    tree: await Promise.all(entries.slice(0, most).map((entry) => renderEntry(call, entry))),
    truncated: entries.length > most,
  }
}

const listEntries = async (call: Call, sha: string) =>
  ((await readTree(call.repository.git, sha)) ?? []).map((entry) => ({ ...entry, path: entry.name }))

const resolveTree = async (call: Call, revision: string) => {
  const oid = await resolveRevision(call.repository.git, revision)
  const object = oid === undefined ? undefined : await findTree(call.repository.git, oid)
  return object?.oid
}

const checkSize = (call: Call, entries: readonly WantedEntry[]) => {
  const { treeRequestEntries, treeRequestBytes, treeRequestFailure } = call.repository.world.limits
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.content ?? ''), 0)
  if (entries.length <= treeRequestEntries && bytes <= treeRequestBytes) return
  if (treeRequestFailure === 'bad-gateway') throw new GitHubError(502, 'Server Error')
  throw new GitHubError(
    422,
    'Sorry, your request timed out. It is likely that your input was too large to process.',
  )
}

const isSafePath = (path: string) =>
  path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')

const readEdit = async (
  call: Call,
  base: string | undefined,
  entry: WantedEntry,
): Promise<TreeEdit | undefined> => {
  const { git, world } = call.repository
  const { path, sha, content } = entry
  if (!isSafePath(path)) throw new GitHubError(422, 'tree.path contains a malformed path component')
  if (sha === null) {
    if (base !== undefined && (await findEntry(git, base, path)) !== undefined) return { path, entry: null }
    if (world.beliefs.missingDeletion === 'refused') throw new GitHubError(422, 'GitRPC::BadObjectState')
    return undefined
  }
  if (entry.mode === undefined) throw new GitHubError(422, 'Must supply a valid tree.mode')
  if ((sha === undefined) === (content === undefined)) {
    throw new GitHubError(422, 'Must supply either tree.sha or tree.content, and not both')
  }
  const mode = entry.mode.replace(/^0/, '')
  if (sha === undefined)
    return { path, entry: { mode, oid: await git.write('blob', Buffer.from(content ?? '')) } }
  const type = entryType({ mode })
  const found = type === 'commit' ? type : (await git.info(sha))?.type
  if (found !== type) {
    throw new GitHubError(422, `tree.sha ${sha} is not a valid ${type}`)
  }
  return { path, entry: { mode, oid: sha } }
}

/** Trees of the Git data API. */
export const treeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/git/trees/*sha',
    query: ['recursive'],
    handle: async (call) => {
      const sha = await resolveTree(call, call.parameter('sha'))
      if (sha === undefined) throw new GitHubError(404, 'Not Found')
      const recursive = call.query.has('recursive')
      const entries = recursive ? await walkTree(call.repository.git, sha) : await listEntries(call, sha)
      return { status: 200, body: await renderTree(call, sha, entries) }
    },
  },
  {
    method: 'POST',
    path: '/git/trees',
    handle: async (call) => {
      const { git } = call.repository
      const wanted = call.body(treeSchema)
      if (wanted.tree.length === 0) throw new GitHubError(422, 'Invalid tree info')
      checkSize(call, wanted.tree)
      const base = wanted.base_tree === undefined ? undefined : await resolveTree(call, wanted.base_tree)
      if (wanted.base_tree !== undefined && base === undefined) {
        throw new GitHubError(422, 'base_tree is not a valid tree oid')
      }
      const edits = await Promise.all(wanted.tree.map((entry) => readEdit(call, base, entry)))
      const sha =
        (await editTree(
          git,
          base,
          edits.filter((edit) => edit !== undefined),
        )) ?? (await writeTree(git, []))
      return { status: 201, body: await renderTree(call, sha, await listEntries(call, sha)) }
    },
  },
]
