import { describe, expect, it } from 'vitest'
import { mergePolicy } from '../decide/presets.ts'
import { createNormalization } from '../normalize/normalization.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createMemoryGit } from '../testing/memory-git.ts'
import { createTestCall } from '../testing/test-call.ts'
import { publish } from './publish/publish.ts'

const deployment = (replicas: number, memory: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: app
          resources:
            limits:
              memory: ${memory}
`

const normalization = createNormalization({
  rules: [
    {
      id: 'our-replicas',
      version: 1,
      source: 'our own autoscaler',
      kind: 'equivalence',
      when: 'always',
      kinds: ['Deployment.apps'],
      paths: ['/spec/replicas'],
      class: 'ignored',
    },
  ],
})

describe('invariant 4: an ignored path is never written', () => {
  it('keeps what is ignored, and writes values as Git spells them', async () => {
    const git = createMemoryGit()
    const confighub = createMemoryConfigHub()
    const archive = createMemoryArchive()
    const run = () =>
      publish(
        { git: git.endpoint('prod'), confighub, archive },
        { environment: 'prod', policy: mergePolicy, normalization },
        createTestCall(),
      )
    git.commit({ 'prod/web.yaml': deployment(2, '1Gi') }, 'Add the web')
    await run()
    confighub.as({ kind: 'person', name: 'olga' }).write('web', deployment(7, '1024Mi'), 'Scale')
    expect((await run()).outcome).toBe('nothing-to-do')
    git.commit({ 'prod/web.yaml': deployment(3, '1.5Gi') }, 'More memory')
    expect(await run()).toMatchObject({ outcome: 'done' })
    expect(confighub.state()['web']?.text).toBe(deployment(7, '1.5Gi'))
    expect((await run()).outcome).toBe('nothing-to-do')
  })
})
