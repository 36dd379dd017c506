import { readFileSync } from 'node:fs'
import { capture, type JsonObject, mergePolicy, publish } from '@tideway/core'
import {
  createMemoryArchive,
  createMemoryCluster,
  createMemoryConfigHub,
  createMemoryGit,
  createTestCall,
} from '@tideway/core/testing'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { units } from './messagewall-units.ts'

// What kube-apiserver v1.35.4 returned; flows.cluster.test.ts makes it, and looks whether it still does.
const recorded: readonly JsonObject[] = parse(
  readFileSync(new URL('recorded-objects.yaml', import.meta.url), 'utf8'),
)

it('finds in live objects of a real server just what kubectl edit and kubectl scale changed', async () => {
  const git = createMemoryGit()
  const confighub = createMemoryConfigHub()
  const options = { environment: 'prod', policy: mergePolicy }
  const files = Object.entries(units).map(([unit, text]) => [`prod/${unit}.yaml`, text])
  git.commit(Object.fromEntries(files), 'Add the wall')
  const endpoints = { git: git.endpoint('prod'), confighub, archive: createMemoryArchive() }
  await publish(endpoints, options, createTestCall())
  const live = [createMemoryCluster({ objects: recorded })]
  const selected = { ...options, labelSelector: 'managedBy=messagewall-demo' }
  expect(await capture({ ...endpoints, live }, selected, createTestCall())).toMatchObject({ outcome: 'done' })
  const texts = Object.entries(confighub.state()).map(([unit, { text }]) => [unit, text])
  expect(Object.fromEntries(texts)).toEqual({
    ...units,
    lambda: units['lambda']?.replace('memorySize: 256', 'memorySize: 1024'),
    web: units['web']?.replace('replicas: 2', 'replicas: 5'),
  })
})
