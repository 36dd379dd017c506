import { expect, it } from 'vitest'
import { mergePolicy } from '../../decide/presets.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from '../sync/sync.ts'
import { readStatus } from './read-status.ts'

const settings = (size: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  size: "${size}"\n`

it('says of a sync that is due that its pull request was closed, until ConfigHub changes again', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings(1) } })
  const confighub = createMemoryConfigHub()
  const operator = confighub.as({ kind: 'person', name: 'olga' })
  const archive = createMemoryArchive()
  const options = { environment: 'prod', policy: mergePolicy }
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  const status = async () => (await readStatus(endpoints(), options, createTestCall())).states
  await publish(endpoints(), options, createTestCall())
  operator.write('web', settings(2), 'More')
  await sync(endpoints(), options, createTestCall())
  const due = { kind: 'sync-due', units: ['web'], since: expect.any(String), by: ['olga'] }
  expect(await status()).toEqual([due])
  git.close('1')
  const detail = 'the pull request with it was closed: sync --again proposes it once more'
  expect(await status()).toEqual([{ ...due, detail }])
  operator.write('web', settings(3), 'Still more')
  expect(await status()).toEqual([due])
})
