import { z } from 'zod'
import { GitHubError } from '../github-error.ts'
import { apiUrl } from './links.ts'
import type { Route } from './route.ts'
import { wrapBase64 } from './wrap-base64.ts'

const blobSchema = z.strictObject({
  content: z.string(),
  encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
})

/** Blobs of the Git data API. */
export const blobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/git/blobs/:sha',
    handle: async (call) => {
      const blob = await call.repository.git.contents(call.parameter('sha'))
      if (blob?.type !== 'blob') throw new GitHubError(404, 'Not Found')
      if (/\braw\b/.test(call.accept)) return { status: 200, bytes: blob.content }
      return {
        status: 200,
        body: {
          sha: blob.oid,
          node_id: `B_${blob.oid}`,
          size: blob.size,
          url: `${apiUrl(call)}/git/blobs/${blob.oid}`,
          content: wrapBase64(blob.content),
          encoding: 'base64',
        },
      }
    },
  },
  {
    method: 'POST',
    path: '/git/blobs',
    handle: async (call) => {
      const { git, world } = call.repository
      const wanted = call.body(blobSchema)
      const content = Buffer.from(wanted.content, wanted.encoding === 'base64' ? 'base64' : 'utf8')
      if (content.length > world.limits.blobBytes) {
        throw new GitHubError(422, `Blob is too big: ${content.length} bytes of ${world.limits.blobBytes}`)
      }
      const sha = await git.write('blob', content)
      const url = `${apiUrl(call)}/git/blobs/${sha}`
      return { status: 201, body: { sha, url }, headers: { location: url } }
    },
  },
]
