import { type Author, type Call, classifyRevision } from '@tideway/core'
import { z } from 'zod'
import type { SpaceAccess } from '../space-access.ts'
import type { RemoteRevision } from './list-revisions.ts'

/** Says who made a revision. */
export interface RevisionAuthors {
  authorOf(revision: RemoteRevision, call: Call): Promise<Author>
}

const member = z.object({ UserID: z.string(), Username: z.string().nullish() })
type Member = z.infer<typeof member>

/**
 * Creates the namer of authors. Revisions carry user ids; ConfigHub tells the name of one user only, the one
 * that is asking, so all others are named by their ids.
 */
export function createRevisionAuthors({ client, options }: SpaceAccess): RevisionAuthors {
  let self: Promise<Member> | undefined
  const askSelf = async (call: Call): Promise<Member> => {
    const asked = client.json(
      { method: 'GET', path: '/api/me', purpose: 'ask who these credentials are' },
      member,
      call,
    )
    self ??= asked
    try {
      return await asked
    } catch (error) {
      self = undefined
      throw error
    }
  }
  return {
    async authorOf({ userId, byServer, description }, call) {
      if (byServer) return { kind: classifyRevision({ description, authorIsServer: true }) }
      const { UserID, Username } = await (self ?? askSelf(call))
      const nameOf = (id: string) => (id === UserID && Username ? Username : id)
      const kind = classifyRevision({
        description,
        authorIsServer: false,
        authorName: nameOf(userId),
        publishers: options.publishers?.map(nameOf),
      })
      return { kind, id: userId, name: nameOf(userId) }
    },
  }
}
