import { expect, it } from 'vitest'
import { mergePolicy } from '../../decide/presets.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from './sync.ts'

const config = (size: number) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  size: "${size}"
`
const secret = (value: string) => `apiVersion: v1
kind: Secret
metadata:
  name: key
stringData:
  key: ${value}
`

it('shows what each unit will be, but no unit that holds a Secret', async () => {
  const both = `${config(1)}---\n${secret('hunter1')}`
  const git = createMemoryGit({ files: { 'prod/web.yaml': config(1), 'prod/mixed.yaml': both } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const options = { environment: 'prod', policy: mergePolicy, secrets: 'carry' } as const
  const endpoints = () => ({ git: git.endpoint('prod'), confighub, archive })
  await publish(endpoints(), options, createTestCall())
  const olga = confighub.as({ kind: 'person', name: 'olga' })
  olga.write('web', config(2), 'More')
  olga.write('mixed', `${config(2)}---\n${secret('hunter2')}`, 'Rotate')
  await sync(endpoints(), options, createTestCall())
  const [{ proposal } = {}] = git.proposals()
  expect(proposal?.body).toContain('-  size: "1"\n+  size: "2"\n')
  expect(proposal?.body).toContain('- mixed: not shown, it holds a Secret')
  expect(proposal?.body).not.toMatch(/hunter\d/)
  expect(proposal?.compactBody).not.toContain('size: "2"\n')
})
