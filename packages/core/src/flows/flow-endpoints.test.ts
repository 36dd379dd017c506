import { expect, it } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'

it('a flow refuses an endpoint of another version of the contract by name, and says what to do', async () => {
  const git = createMemoryGit()
  git.commit({ 'prod/web.yaml': 'kind: ConfigMap\n' }, 'Add web')
  const newer: Pick<Endpoint, 'specVersion'> = JSON.parse('{"specVersion":2}')
  const confighub = { ...createMemoryConfigHub({ name: 'other:prod' }), ...newer }
  const run = publish(
    { git: git.endpoint('prod'), confighub, archive: createMemoryArchive() },
    { environment: 'prod' },
    createTestCall(),
  )
  await expect(run).rejects.toThrow(
    'TIDEWAY_UNSUPPORTED  other:prod: the endpoint is of version 2 of the contract, and this tideway knows version 1;',
  )
})
