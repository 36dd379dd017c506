import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCall } from './create-call.ts'
import { openProject } from './open-project.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-connectors-'))
  writeFileSync(
    join(folder, 'tideway.yaml'),
    'version: 1\nenvironments:\n  prod: { space: app, render: [{ kind: files, path: . }], live: { context: prod } }\n',
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

const connect = (variables: Readonly<Record<string, string>>) => {
  const call = createCall({ variables })
  return { call, prod: openProject({ directory: folder, variables }).connect('prod', call) }
}

describe('connecting', () => {
  it('takes KUBECONFIG as the list of files that it may be', async () => {
    const config = {
      contexts: [{ name: 'prod', context: { cluster: 'prod', user: 'prod' } }],
      clusters: [{ name: 'prod', cluster: { server: 'http://127.0.0.1:1' } }],
      users: [{ name: 'prod', user: {} }],
    }
    writeFileSync(join(folder, 'second'), JSON.stringify(config))
    const { prod } = connect({ KUBECONFIG: `${join(folder, 'first')}:${join(folder, 'second')}` })
    expect((await prod.live()).map(({ name }) => name)).toEqual(['kubernetes:prod'])
  })

  it('names the setting of an address that is none', async () => {
    const { prod } = connect({ CONFIGHUB_URL: 'hub', CONFIGHUB_TOKEN: 'token' })
    await expect(prod.confighub()).rejects.toThrow(
      'TIDEWAY_CONFIG_INVALID  the address of ConfigHub is no http or https address; correct CONFIGHUB_URL',
    )
  })
})
