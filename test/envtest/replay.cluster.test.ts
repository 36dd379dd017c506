import { createKubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connectHandle, type Handle } from './connect-handle.ts'
import { defineKinds, waitUntilPublished } from './define-kinds.ts'
import { createJsonClient, type JsonAnswer } from './json-client.ts'
import { knownDifferences } from './known-differences.ts'
import { replayLog } from './replay-log.ts'
import { simplifyAnswer } from './simplify-answer.ts'
import { wallDefinition } from './wall-log.ts'

const { handle, close } = connectHandle(inject('apiServer'))
let real: ReadonlyMap<string, JsonAnswer>
let emulated: ReadonlyMap<string, JsonAnswer>

beforeAll(async () => {
  real = await replay(handle)
  emulated = await replay(createKubernetesEmulator().handle)
})
afterAll(close)

describe('the emulator answers as the server does', () => {
  it.each(replayLog.map(({ title }) => title))('%s', (title) => {
    const [ours, theirs] = [emulated, real].map((answers) => answers.get(title))
    if (ours === undefined || theirs === undefined) throw new Error(`nobody was asked for ${title}`)
    const known = knownDifferences[title]
    if (known === undefined) expect(simplifyAnswer(ours)).toEqual(simplifyAnswer(theirs))
    else {
      // A difference that is gone must go from the list too.
      expect(simplifyAnswer(ours)).not.toEqual(simplifyAnswer(theirs))
      expect(known.leaveOut(simplifyAnswer(ours))).toEqual(known.leaveOut(simplifyAnswer(theirs)))
    }
  })

  it('with no other exceptions than those that are listed', () => {
    const titles = new Set(replayLog.map(({ title }) => title))
    expect(Object.keys(knownDifferences).filter((title) => !titles.has(title))).toEqual([])
  })
})

async function replay(on: Handle): Promise<ReadonlyMap<string, JsonAnswer>> {
  const send = createJsonClient(on)
  const answers = new Map<string, JsonAnswer>()
  const answered = (title: string): JsonAnswer => {
    const answer = answers.get(title)
    if (answer === undefined) throw new Error(`the log has no earlier request ${title}`)
    return answer
  }
  await send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'replay' } } })
  await defineKinds(send, [wallDefinition])
  await waitUntilPublished(send, 'replay.example/v1')
  for (const { title, request } of replayLog) {
    const { method, path, ...content } = request(answered)
    answers.set(title, await send(method, path, content))
  }
  return answers
}
