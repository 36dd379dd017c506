import type { Commit, Signature } from '../git/commit.ts'
import type { FileChange } from '../git/parse-diff.ts'
import { apiUrl, pageUrl } from './links.ts'
import { renderUser } from './render-user.ts'
import type { Call } from './route.ts'

const renderSignature = (signature: Signature) => ({
  name: signature.name,
  email: signature.email,
  date: new Date(signature.seconds * 1000).toISOString().replace('.000Z', 'Z'),
})

const renderVerification = ({ signature, committer }: Commit) =>
  signature === undefined
    ? { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }
    : {
        verified: true,
        reason: 'valid',
        signature,
        payload: '',
        verified_at: renderSignature(committer).date,
      }

/** A commit as the Git data API shows it. */
export const renderGitCommit = (call: Call, commit: Commit): object => ({
  sha: commit.oid,
  node_id: `C_${commit.oid}`,
  url: `${apiUrl(call)}/git/commits/${commit.oid}`,
  html_url: `${pageUrl(call)}/commit/${commit.oid}`,
  author: renderSignature(commit.author),
  committer: renderSignature(commit.committer),
  message: commit.message,
  tree: { sha: commit.tree, url: `${apiUrl(call)}/git/trees/${commit.tree}` },
  parents: commit.parents.map((sha) => ({
    sha,
    url: `${apiUrl(call)}/git/commits/${sha}`,
    html_url: `${pageUrl(call)}/commit/${sha}`,
  })),
  verification: renderVerification(commit),
})

const findUser = (call: Call, email: string) => {
  const { world } = call.repository
  const account = world.accounts.find((one) => one.email === email)
  return account === undefined ? null : renderUser(world, account.login)
}

/** A commit as the repository API shows it: with the users whom its addresses belong to. */
export const renderCommit = (call: Call, commit: Commit): object => ({
  sha: commit.oid,
  node_id: `C_${commit.oid}`,
  url: `${apiUrl(call)}/commits/${commit.oid}`,
  html_url: `${pageUrl(call)}/commit/${commit.oid}`,
  commit: {
    author: renderSignature(commit.author),
    committer: renderSignature(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${apiUrl(call)}/git/trees/${commit.tree}` },
    url: `${apiUrl(call)}/git/commits/${commit.oid}`,
    comment_count: 0,
    verification: renderVerification(commit),
  },
  author: findUser(call, commit.author.email),
  committer: findUser(call, commit.committer.email),
  parents: commit.parents.map((sha) => ({
    sha,
    url: `${apiUrl(call)}/commits/${sha}`,
    html_url: `${pageUrl(call)}/commit/${sha}`,
  })),
})

/** A changed file as comparisons and pull requests show it, without its `patch`. */
export const renderFile = (call: Call, commit: string, file: FileChange): object => ({
  sha: file.oid,
  filename: file.path,
  ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  status: file.status,
  additions: file.additions,
  deletions: file.deletions,
  changes: file.additions + file.deletions,
  blob_url: `${pageUrl(call)}/blob/${commit}/${file.path}`,
  contents_url: `${apiUrl(call)}/contents/${file.path}?ref=${commit}`,
})
