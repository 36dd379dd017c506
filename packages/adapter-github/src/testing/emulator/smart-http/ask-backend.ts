import { gunzipSync } from 'node:zlib'
import type { Answer } from '../answer.ts'
import type { GitRepository } from '../git/git-repository.ts'
import type { Incoming } from '../incoming.ts'

/** The repository and service of a Git request over smart HTTP. */
export type GitRequest = { readonly fullName: string; readonly tail: string; readonly service: string }

let greeting: Promise<Answer> | undefined

/** Answers a Git client through `git http-backend`. */
export const askBackend = async (
  git: GitRepository,
  incoming: Incoming,
  request: GitRequest,
  user: string,
): Promise<Answer> => {
  // What a reader hears first in protocol version 2 is what this Git can do, and the same for every repository:
  // https://git-scm.com/docs/protocol-v2#_capability_advertisement
  const isGreeting =
    incoming.method === 'GET' &&
    request.tail === 'info/refs' &&
    request.service === 'git-upload-pack' &&
    incoming.headers.get('git-protocol') === 'version=2'
  if (!isGreeting) return runBackend(git, incoming, request, user)
  const asked = greeting ?? runBackend(git, incoming, request, user)
  const answer = await asked
  if (answer.status === 200) greeting = asked
  return answer
}

const runBackend = async (
  git: GitRepository,
  incoming: Incoming,
  request: GitRequest,
  user: string,
): Promise<Answer> => {
  const gzipped = incoming.headers.get('content-encoding') === 'gzip'
  const input = gzipped ? gunzipSync(incoming.bytes) : incoming.bytes
  const { code, stdout, stderr } = await git.try(['http-backend'], {
    input,
    environment: {
      GIT_PROJECT_ROOT: git.directory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${request.tail}`,
      REQUEST_METHOD: incoming.method,
      QUERY_STRING: incoming.url.search.slice(1),
      CONTENT_TYPE: incoming.headers.get('content-type') ?? '',
      CONTENT_LENGTH: String(input.length),
      GIT_PROTOCOL: incoming.headers.get('git-protocol') ?? '',
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
    },
  })
  if (code === 0) return readCgi(stdout)
  return { status: 500, bytes: Buffer.from(stderr), headers: { 'content-type': 'text/plain' } }
}

const readCgi = (output: Buffer): Answer => {
  const end = output.indexOf('\r\n\r\n')
  const lines = output.subarray(0, Math.max(0, end)).toString().split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const { status = '200', ...others } = headers
  return { status: Number.parseInt(status, 10), headers: others, bytes: output.subarray(end + 4) }
}
