import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readServiceAccount } from './read-service-account.ts'

const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }

test('a pod reaches its cluster with what Kubernetes mounts, and reads the token anew each time', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tideway-pod-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  expect(await readServiceAccount(environment, directory)).toBeUndefined()

  const files = { token: 'first\n', namespace: 'shop\n', 'ca.crt': 'the authority' }
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  expect(await readServiceAccount({}, directory)).toBeUndefined()
  const access = await readServiceAccount(environment, directory)
  expect(access).toMatchObject({
    endpoint: 'kubernetes:in-cluster',
    namespace: 'shop',
    server: 'https://[fd00::1]:443',
    trust: { authority: 'the authority', verify: true },
  })
  await writeFile(join(directory, 'token'), 'second\n')
  expect(await access?.credentials.read()).toEqual({ headers: { Authorization: 'Bearer second' } })
})
