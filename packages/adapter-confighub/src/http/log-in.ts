import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { Transport } from './create-transport.ts'
import { parseAnswer } from './parse-answer.ts'

const session = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/) })

/** Exchanges a worker's id and secret for an access token. Throws an `AdapterError`. */
export async function logIn(
  transport: Transport,
  worker: { readonly id: string; readonly secret: string },
  endpoint: string,
  call: Call,
): Promise<string> {
  const purpose = `log in as worker ${worker.id}`
  const reply = await transport.send(
    {
      method: 'POST',
      path: '/auth/worker',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ worker_id: worker.id, worker_secret: worker.secret }),
      repeatable: true,
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') throw reply.error
  return parseAnswer(reply.answer, session, { purpose, endpoint }).access_token
}
