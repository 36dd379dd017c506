import { z } from 'zod'
import { readCommit, signAt, writeCommit } from '../git/commit.ts'
import { GitHubError } from '../github-error.ts'
import { oidSchema } from '../oid-schema.ts'
import { apiUrl } from './links.ts'
import { renderGitCommit } from './render-commit.ts'
import type { Route } from './route.ts'

const signature = z.strictObject({
  name: z.string().min(1),
  email: z.string().min(1),
  date: z.iso.datetime({ offset: true }).optional(),
})

const commitSchema = z.strictObject({
  message: z.string(),
  tree: oidSchema,
  parents: z.array(oidSchema).default([]),
  author: signature.optional(),
  committer: signature.optional(),
})

// The emulator has no key of GitHub's; this stands for its signature.
const signed = '-----BEGIN PGP SIGNATURE-----\n\nZW11bGF0ZWQ=\n-----END PGP SIGNATURE-----'

/** Commits of the Git data API. */
export const gitCommitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/git/commits/:sha',
    handle: async (call) => {
      const commit = await readCommit(call.repository.git, call.parameter('sha'))
      if (commit === undefined) throw new GitHubError(404, 'Not Found')
      return { status: 200, body: renderGitCommit(call, commit) }
    },
  },
  {
    method: 'POST',
    path: '/git/commits',
    handle: async (call) => {
      const { git, world } = call.repository
      const wanted = call.body(commitSchema)
      if ((await git.info(wanted.tree))?.type !== 'tree')
        throw new GitHubError(422, 'Tree SHA does not exist')
      for (const parent of wanted.parents) {
        if ((await git.info(parent))?.type !== 'commit') {
          throw new GitHubError(422, 'Parent SHA does not exist or is not a commit object')
        }
      }
      const now = world.now()
      const person = wanted.author ?? { name: call.account?.name ?? '', email: call.account?.email ?? '' }
      const author = signAt(person.name, person.email, person.date ?? now)
      const by = wanted.committer
      const isSigned = call.account?.kind === 'Bot' && wanted.author === undefined && by === undefined
      const byGitHub = isSigned && world.beliefs.signedCommitter === 'github'
      const committer = byGitHub
        ? signAt('GitHub', 'noreply@github.com', now)
        : by === undefined
          ? author
          : signAt(by.name, by.email, by.date ?? now)
      const { message, tree, parents } = wanted
      const content = { message, tree, parents, author, committer, signature: isSigned ? signed : undefined }
      const oid = await writeCommit(git, content)
      const location = `${apiUrl(call)}/git/commits/${oid}`
      const body = renderGitCommit(call, { oid, ...content })
      return { status: 201, body, headers: { location } }
    },
  },
]
