import { type Commit, readCommit } from '../git/commit.ts'
import { compareCommits, diffTrees } from '../git/compare-commits.ts'
import { resolveRevision } from '../git/refs.ts'
import { writeTree } from '../git/tree.ts'
import { GitHubError } from '../github-error.ts'
import { apiUrl, pageUrl } from './links.ts'
import { linkPages, takePage } from './paginate.ts'
import { renderCommit, renderFile } from './render-commit.ts'
import type { Call, Route } from './route.ts'

// Published: https://docs.github.com/rest/commits/commits#compare-two-commits
const comparedFiles = 300
const comparedCommits = 250

const findCommit = async (call: Call, revision: string, otherwise: GitHubError): Promise<Commit> => {
  const { git } = call.repository
  const oid = await resolveRevision(git, revision)
  const commit = oid === undefined ? undefined : await readCommit(git, oid)
  if (commit === undefined) throw otherwise
  return commit
}

const renderCommits = (call: Call, oids: readonly string[]) =>
  Promise.all(
    oids.map(async (oid) =>
      renderCommit(call, await findCommit(call, oid, new GitHubError(404, 'Not Found'))),
    ),
  )

const compareStatus = (ahead: number, behind: number) => {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead'
  return behind > 0 ? 'behind' : 'identical'
}

/** Commits of the repository API, and how two of them compare. */
export const commitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/commits',
    query: ['sha', 'path'],
    handle: async (call) => {
      const { git } = call.repository
      const revision = call.query.get('sha') ?? 'HEAD'
      const start = await findCommit(call, revision, new GitHubError(404, 'Not Found'))
      const path = call.query.get('path')
      const list = await git.run(['rev-list', start.oid, '--', ...(path === null ? [] : [path])])
      const oids = list.split('\n').filter((line) => line !== '')
      const body = await renderCommits(call, takePage(call, oids))
      return { status: 200, body, headers: linkPages(call, oids.length) }
    },
  },
  {
    method: 'GET',
    path: '/commits/*ref',
    handle: async (call) => {
      const { git } = call.repository
      const revision = call.parameter('ref')
      const commit = await findCommit(
        call,
        revision,
        new GitHubError(422, `No commit found for SHA: ${revision}`),
      )
      if (/\bsha\b/.test(call.accept)) return { status: 200, bytes: Buffer.from(commit.oid) }
      const files = await diffTrees(git, commit.parents[0] ?? (await writeTree(git, [])), commit.oid)
      const additions = files.reduce((sum, file) => sum + file.additions, 0)
      const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
      return {
        status: 200,
        body: {
          ...renderCommit(call, commit),
          stats: { additions, deletions, total: additions + deletions },
          files: takePage(call, files).map((file) => renderFile(call, commit.oid, file)),
        },
        headers: linkPages(call, files.length),
      }
    },
  },
  {
    method: 'GET',
    path: '/compare/*range',
    handle: async (call) => {
      const [baseName = '', headName = ''] = call.parameter('range').split('...')
      const notFound = new GitHubError(404, 'Not Found')
      const base = await findCommit(call, baseName, notFound)
      const head = await findCommit(call, headName, notFound)
      const comparison = await compareCommits(call.repository.git, base.oid, head.oid)
      if (comparison.mergeBase === undefined) {
        throw new GitHubError(404, `No common ancestor between ${baseName} and ${headName}.`)
      }
      const { commits, behind, files } = comparison
      const paged = call.query.has('page') || call.query.has('per_page')
      const shown = paged ? takePage(call, commits) : commits.slice(0, comparedCommits)
      const firstPage = Number(call.query.get('page') ?? 1) === 1
      return {
        status: 200,
        body: {
          url: `${apiUrl(call)}/compare/${baseName}...${headName}`,
          html_url: `${pageUrl(call)}/compare/${baseName}...${headName}`,
          base_commit: renderCommit(call, base),
          merge_base_commit: renderCommit(call, await findCommit(call, comparison.mergeBase, notFound)),
          status: compareStatus(commits.length, behind),
          ahead_by: commits.length,
          behind_by: behind,
          total_commits: commits.length,
          commits: await renderCommits(call, shown),
          files: firstPage
            ? files.slice(0, comparedFiles).map((file) => renderFile(call, head.oid, file))
            : [],
        },
        headers: linkPages(call, commits.length),
      }
    },
  },
]
