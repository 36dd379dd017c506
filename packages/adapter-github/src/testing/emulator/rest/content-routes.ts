import { readCommit } from '../git/commit.ts'
import { resolveRevision } from '../git/refs.ts'
import { entryType, findEntry, readTree, type TreeEntry } from '../git/tree.ts'
import { GitHubError } from '../github-error.ts'
import { apiUrl } from './links.ts'
import type { Call, Route } from './route.ts'
import { wrapBase64 } from './wrap-base64.ts'

// Above 1 MB the JSON answer has no content: https://docs.github.com/rest/repos/contents
const inlineBytes = 1024 * 1024

const renderEntry = async (call: Call, path: string, entry: TreeEntry) => {
  const type = entryType(entry)
  return {
    type: type === 'tree' ? 'dir' : type === 'commit' ? 'submodule' : 'file',
    size: type === 'blob' ? ((await call.repository.git.info(entry.oid))?.size ?? 0) : 0,
    name: entry.name,
    path,
    sha: entry.oid,
    url: `${apiUrl(call)}/contents/${path}`,
    git_url: `${apiUrl(call)}/git/${type}s/${entry.oid}`,
  }
}

/** Files and folders at a revision. */
export const contentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/contents/*path',
    query: ['ref'],
    handle: async (call) => {
      const { git } = call.repository
      const path = call.parameter('path').replace(/^\/|\/$/g, '')
      const revision = call.query.get('ref') ?? 'HEAD'
      const oid = await resolveRevision(git, revision.replace(/^refs\/(heads|tags)\//, ''))
      const commit = oid === undefined ? undefined : await readCommit(git, oid)
      if (commit === undefined) throw new GitHubError(404, `No commit found for the ref ${revision}`)
      const entry = await findEntry(git, commit.tree, path)
      if (entry === undefined) throw new GitHubError(404, 'Not Found')
      if (entryType(entry) === 'tree') {
        const folder = path === '' ? '' : `${path}/`
        const entries = (await readTree(git, entry.oid)) ?? []
        const items = entries.map((one) => renderEntry(call, `${folder}${one.name}`, one))
        return { status: 200, body: await Promise.all(items) }
      }
      const blob = await git.contents(entry.oid)
      if (blob === undefined) throw new GitHubError(404, 'Not Found')
      if (/\braw\b/.test(call.accept)) return { status: 200, bytes: blob.content }
      const inline = blob.size <= inlineBytes
      const content = inline
        ? { encoding: 'base64', content: wrapBase64(blob.content) }
        : { encoding: 'none', content: '' }
      return { status: 200, body: { ...(await renderEntry(call, path, entry)), ...content } }
    },
  },
]
