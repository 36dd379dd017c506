import { setTimeout as wait } from 'node:timers/promises'
import { getField } from '@tideway/core'
import { expectDone, type SendJson } from './json-client.ts'

/** Whether somebody may get a path of the server. */
export interface Access {
  readonly user: string
  readonly groups?: readonly string[]
  readonly path: string
  readonly allowed: boolean
}

/** Asks the server until it says so: it goes by roles and bindings a little after they are written. */
export async function waitForAccess(send: SendJson, { allowed, path, ...who }: Access): Promise<void> {
  const spec = { ...who, nonResourceAttributes: { path, verb: 'get' } }
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
    const body = expectDone(await send('POST', reviews, { body: review }))
    if (getField(body, ['status', 'allowed']) === allowed) return
    await wait(25)
  }
  throw new Error(`the server did not take over that ${who.user} may ${allowed ? '' : 'not '}get ${path}`)
}
