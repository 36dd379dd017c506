import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { hashBlob } from './git-object-id.ts'
import type { GitHubApi } from './github-api.ts'

/** Reads files' contents by Git id; throws an `AdapterError` for one that is not there. */
export type BlobReader = (shas: Iterable<string>, call: Call) => Promise<ReadonlyMap<string, Uint8Array>>

// GitHub gives a query ten seconds; this many texts take a fraction of one.
const textsPerQuery = 100
// GitHub allows 100 requests at a time in all.
const parallelReads = 8

const textSchema = z.object({ text: z.string().nullish() }).nullable()
const textsSchema = z.object({ repository: z.record(z.string(), textSchema).nullable() })
const blobSchema = z.object({ content: z.string(), encoding: z.enum(['base64', 'utf-8']) })

/** Asks for blobs by id (https://docs.github.com/graphql/reference/objects#blob). */
export function textsQuery(shas: readonly string[]): string {
  const objects = shas.map(
    (sha, index) => `t${index}: object(oid: ${JSON.stringify(sha)}) { ... on Blob { text } }`,
  )
  return `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${objects.join(' ')} } }`
}

/**
 * Makes a reader that asks for a hundred texts at a time, and for none that is `known`.
 * What GraphQL does not give whole, or a server without it, is read blob by blob.
 */
export function createBlobReader(api: GitHubApi, known: ReadonlyMap<string, Uint8Array>): BlobReader {
  let hasGraphQL = true

  const ask = async (shas: readonly string[], found: Map<string, Uint8Array>, call: Call): Promise<void> => {
    const place = { owner: api.owner, name: api.repo }
    const answer = await api.ask(textsQuery(shas), place, textsSchema, call)
    if (answer.kind === 'refused') {
      if (answer.status !== 404 && !answer.unknownOperation) throw answer.error
      hasGraphQL = false
      return
    }
    for (const [index, sha] of shas.entries()) {
      const text = answer.data.repository?.[`t${index}`]?.text
      // GitHub cuts off long texts; only the whole one has the id.
      if (typeof text === 'string' && hashBlob(text) === sha) found.set(sha, Buffer.from(text))
    }
  }

  const readBlob = async (sha: string, found: Map<string, Uint8Array>, call: Call): Promise<void> => {
    const { content, encoding } = await api.send('GET /git/blobs/{sha}', { sha }, blobSchema, call)
    const bytes = Buffer.from(content, encoding)
    if (hashBlob(bytes) !== sha) throw damaged(api.endpoint, sha)
    found.set(sha, bytes)
  }

  return async (shas, call) => {
    const wanted = [...new Set(shas)]
    const found = new Map<string, Uint8Array>()
    for (const sha of wanted) {
      const bytes = known.get(sha)
      if (bytes !== undefined) found.set(sha, bytes)
    }
    const missing = () => wanted.filter((sha) => !found.has(sha))
    for (let rest = missing(); hasGraphQL && rest.length > 0; rest = rest.slice(textsPerQuery)) {
      await ask(rest.slice(0, textsPerQuery), found, call)
    }
    const waiting = missing()
    const readNext = async () => {
      for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) await readBlob(sha, found, call)
    }
    await Promise.all(Array.from({ length: parallelReads }, readNext))
    return found
  }
}

function damaged(endpoint: string, sha: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: `what GitHub answered as the file ${sha} is not that file`,
    next: 'run again; if it stays, look for a proxy that changes answers',
  })
}
