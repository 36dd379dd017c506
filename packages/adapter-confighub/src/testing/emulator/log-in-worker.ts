import { z } from 'zod'
import type { AccessTokens } from './access-tokens.ts'
import { accountOf } from './accounts.ts'
import { isUuid } from './is-uuid.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

const credentials = z.object({ worker_id: z.string(), worker_secret: z.string() })

/**
 * Answers `POST /auth/worker`: exchanges the id and secret of a worker for an access token.
 *
 * An id that is not a UUID is a 400, as it is on the server for a slug; an unknown worker or a wrong secret is
 * a 401. Login by signed assertion is not modelled.
 */
export function logInWorker(world: World, tokens: AccessTokens, body: unknown): Response {
  if (typeof body === 'object' && body !== null && 'client_assertion' in body) {
    throw notModelled('login by client_assertion')
  }
  const parsed = credentials.safeParse(body)
  if (!parsed.success) throw new Refusal(400, 'worker_id and worker_secret are required')
  if (!isUuid(parsed.data.worker_id)) throw new Refusal(400, 'Invalid worker ID format')
  const worker = world.options.workers.find(
    ({ id }) => id.toLowerCase() === parsed.data.worker_id.toLowerCase(),
  )
  if (worker?.secret !== parsed.data.worker_secret) throw new Refusal(401, 'Invalid worker credentials')
  const account = accountOf(world.options, worker.email)
  return Response.json({
    user: { id: account.userId, email: account.email },
    access_token: tokens.issue(account),
    organization_id: world.organizationId,
    auth_type: 'worker',
  })
}
