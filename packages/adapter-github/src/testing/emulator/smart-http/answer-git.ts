import type { Answer } from '../answer.ts'
import { authenticate, maySee } from '../authorize.ts'
import { GitHubError } from '../github-error.ts'
import type { Incoming } from '../incoming.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import { settleRepository } from '../repository/settle-repository.ts'
import type { World } from '../world.ts'
import { askBackend, type GitRequest } from './ask-backend.ts'

/** Recognises a Git client's request for `/{owner}/{repo}.git/...` (`.git` may be missing). */
export const matchGitRequest = (url: URL): GitRequest | undefined => {
  const match = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
    url.pathname,
  )
  const [, fullName, tail] = match ?? []
  if (fullName === undefined || tail === undefined) return undefined
  return { fullName, tail, service: tail === 'info/refs' ? (url.searchParams.get('service') ?? '') : tail }
}

const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  bytes: Buffer.from(text),
  headers: { 'content-type': 'text/plain', ...headers },
})

const askForToken = () =>
  plain(401, 'Repository not found, or a token is needed.', { 'www-authenticate': 'Basic realm="GitHub"' })

/** Answers Git's smart HTTP protocol through `git http-backend`; pull requests follow what was pushed. */
export const answerGit = async (
  incoming: Incoming,
  request: GitRequest,
  world: World,
  repositories: ReadonlyMap<string, EmulatedRepository>,
): Promise<Answer> => {
  const authorization = incoming.headers.get('authorization')
  let account: ReturnType<typeof authenticate>
  try {
    account = authenticate(world, authorization)
  } catch (error) {
    if (error instanceof GitHubError) return askForToken()
    throw error
  }
  const writes = request.service === 'git-receive-pack'
  if (!writes && request.service !== 'git-upload-pack') return plain(403, 'Please upgrade your git client.')
  if (account === undefined && (writes || !world.anonymousRead)) return askForToken()
  const repository = repositories.get(request.fullName)
  if (repository === undefined || !maySee(world, account, request.fullName))
    return plain(404, 'Repository not found.')
  if (writes && account?.permission !== 'write') {
    return plain(403, `Permission to ${request.fullName}.git denied to ${account?.login}.`)
  }

  const answer = await askBackend(repository.git, incoming, request, account?.login ?? '')
  if (writes) await repository.exclusive(() => settleRepository(repository))
  return answer
}
