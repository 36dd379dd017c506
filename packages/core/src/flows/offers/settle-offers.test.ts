import { expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'

const settings = (size: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  size: "${size}"\n`

/** A store in which nothing can be proposed. */
function failing(kind: 'invalid-request' | 'unavailable') {
  const error = new AdapterError({ kind, endpoint: 'git', message: 'refused', next: 'try again' })
  return (endpoint: Endpoint): Endpoint => ({
    ...endpoint,
    ...(endpoint.proposals && {
      proposals: { ...endpoint.proposals, reconcile: () => Promise.reject(error) },
    }),
  })
}

it.each(['invalid-request', 'unavailable'] as const)(
  'an offer that could not be proposed (%s) is not settled by an older merge of the same content',
  async (kind) => {
    const git = createMemoryGit({ files: { 'prod/web.yaml': settings(1) } })
    const confighub = createMemoryConfigHub()
    const archive = createMemoryArchive()
    const call = createTestCall()
    const operator = confighub.as({ kind: 'person', name: 'olga' })
    const options = { environment: 'prod', policy: mergePolicy }
    const endpoints = (change = (endpoint: Endpoint) => endpoint) => ({
      git: change(git.endpoint('prod')),
      confighub,
      archive,
    })
    await publish(endpoints(), options, call)
    operator.write('web', settings(2), 'More')
    await sync(endpoints(), options, call)
    git.merge('1')
    await publish(endpoints(), options, call)
    git.commit({ 'prod/web.yaml': settings(1) }, 'Less')
    await publish(endpoints(), options, call)

    operator.write('web', settings(2), 'More again')
    await expect(sync(endpoints(failing(kind)), options, call)).rejects.toThrow('refused')
    expect(await publish(endpoints(), options, call)).toMatchObject({
      outcome: 'nothing-to-do',
      syncDue: ['web'],
    })
    expect(await sync(endpoints(), options, call)).toMatchObject({ proposals: [{ kind: 'opened', id: '2' }] })
  },
)
