import { readFileSync } from 'node:fs'
import { createGitHub } from '@tideway/adapter-github'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCall } from '../project/create-call.ts'
import {
  editConfigHub,
  startTestProject,
  type TestProject,
  type TestRun,
  unitText,
} from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

/** Runs an emulator, looks at it while it is served, and interrupts it. */
async function whileServed(
  words: readonly string[],
  look: (variables: Readonly<Record<string, string>>) => Promise<void>,
): Promise<TestRun> {
  const abort = new AbortController()
  let looked: Promise<void> = Promise.resolve()
  const ended = await project.run(['emulate', ...words, '--data', 'state'], {
    signal: abort.signal,
    onOutput: (text) => {
      const lines = [...text.matchAll(/^export (\w+)='(.*)'$/gm)]
      const variables = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
      looked = look(variables).finally(() => abort.abort())
    },
  })
  await looked
  return ended
}

describe('tideway emulate', () => {
  it('serves ConfigHub with the configured spaces, says that it is none, and keeps its state', async () => {
    const look = async ({ CONFIGHUB_URL }: Readonly<Record<string, string>>) => {
      const headers = { authorization: 'Bearer emulated-operator' }
      const rows: unknown = await (await fetch(`${CONFIGHUB_URL}/api/space`, { headers })).json()
      expect(rows).toMatchObject([{ Space: { Slug: 'app-dev' } }, { Space: { Slug: 'app-prod' } }])
    }
    const { code, stdout } = await whileServed(['confighub'], look)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^# An emulator of ConfigHub, not ConfigHub itself, at http:\/\/127\.0\.0\.1:\d+\n/,
    )
    await whileServed(['confighub'], look)
  })

  it('serves GitHub with the repositories that are named', async () => {
    await whileServed(['github', '--repository', 'acme/app'], async ({ GITHUB_API_URL, GITHUB_TOKEN }) => {
      const headers = { authorization: `Bearer ${GITHUB_TOKEN}` }
      const answer: unknown = await (await fetch(`${GITHUB_API_URL}/repos/acme/app`, { headers })).json()
      expect(answer).toMatchObject({ full_name: 'acme/app' })
    })
  })

  it('serves GitHub with an app, whose key it makes', async () => {
    const words = ['github', '--repository', 'acme/app', '--app', '7']
    await whileServed(
      words,
      async ({ GITHUB_API_URL, GITHUB_APP_ID = '', GITHUB_APP_PRIVATE_KEY_FILE = '' }) => {
        const app = { id: GITHUB_APP_ID, privateKey: readFileSync(GITHUB_APP_PRIVATE_KEY_FILE, 'utf8') }
        const place = { repository: 'acme/app', environment: 'dev', baseUrl: GITHUB_API_URL }
        const call = createCall({ variables: {} })
        expect((await createGitHub({ ...place, app }).connect(call)).name).toBe('github:acme/app')
        const wrong = createGitHub({ ...place, app: { ...app, id: '8' } })
        await expect(wrong.connect(call)).rejects.toThrow('does not take the key of the GitHub App 8')
      },
    )
  })

  it('serves Kubernetes, and writes the kubeconfig that leads to it', async () => {
    await whileServed(['kubernetes'], async ({ KUBECONFIG }) => {
      expect(KUBECONFIG).toMatch(/\/state\/kubeconfig$/)
    })
  })

  it('delivers what ConfigHub holds of an environment, and leaves what was edited since', async () => {
    editConfigHub(project, 'prod', unitText(128))
    const words = ['kubernetes', '--deliver', 'prod']
    const { stderr } = await whileServed(words, async ({ KUBECONFIG = '' }) => {
      const server = /server: "?(http[^"\s]+)/.exec(readFileSync(KUBECONFIG, 'utf8'))?.[1]
      const path = `${server}/apis/lambda.aws.upbound.io/v1beta1/functions/api`
      const origin = { Space: { Slug: 'app-prod' }, Unit: { Slug: 'lambda' }, Revision: { RevisionNum: 1 } }
      const read = async () => (await fetch(path)).json()
      await expect.poll(read, { timeout: 10_000 }).toMatchObject({
        metadata: { annotations: { 'confighub.com/origin': JSON.stringify(origin) } },
        spec: { forProvider: { memorySize: 128, timeout: 3 } },
      })
      const body = JSON.stringify({ spec: { forProvider: { memorySize: 999 } } })
      await fetch(path, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body,
      })
      editConfigHub(project, 'dev', unitText(7))
      await new Promise((resolve) => setTimeout(resolve, 2500))
      expect(await read()).toMatchObject({ spec: { forProvider: { memorySize: 999 } } })
      editConfigHub(project, 'prod', unitText(999, 4))
      await expect.poll(read, { timeout: 10_000 }).toMatchObject({ spec: { forProvider: { timeout: 4 } } })
    })
    expect(stderr).toBe(
      'prod: delivered lambda: 1 applied, 0 deleted\nprod: delivered lambda: 1 applied, 0 deleted\n',
    )
  })

  it('says once why nothing is delivered, and goes on asking', async () => {
    project.replaceConfigHub((endpoint) => ({
      ...endpoint,
      source: {
        ...endpoint.source,
        list: () => {
          throw new Error('it is down')
        },
      },
    }))
    const { stderr } = await whileServed(
      ['kubernetes', '--deliver', 'prod'],
      () => new Promise((resolve) => setTimeout(resolve, 2500)),
    )
    expect(stderr).toBe('prod: nothing was delivered: Error: it is down\n')
  })

  it('says how to clone, and how to act as an operator', async () => {
    const clone = await whileServed(['github', '--repository', 'acme/app'], async () => {})
    expect(clone.stdout).toMatch(
      /^# git clone http:\/\/x-access-token:emulated-token@127[.]0[.]0[.]1:\d+\/acme\/app[.]git$/m,
    )
    const hub = await whileServed(['confighub', '--space', 'other'], async () => {})
    expect(hub.stdout).toMatch(/^# .*Authorization: Bearer emulated-operator$/m)
  })

  it.each([
    [['github', '--space', 'app'], '--space is for emulate confighub'],
    [['kubernetes', '--repository', 'acme/app'], '--repository is for emulate github'],
    [['github', '--output', 'json'], "unknown option '--output'"],
    [['confighub', '--deliver', 'prod'], '--deliver is for emulate kubernetes'],
    [['github', '--repository', 'app'], '--repository app: expected owner/name'],
    [['github', '--port', '65536'], "argument '65536' is invalid. expected 0 to 65535"],
  ])('refuses %j', async (words, message) => {
    const { code, stderr } = await project.run(['emulate', ...words, '--data', 'state'])
    expect(code).toBe(64)
    expect(stderr).toContain(message)
  })

  it('says that a port is taken', async () => {
    await whileServed(['github'], async ({ GITHUB_API_URL = '' }) => {
      const { port } = new URL(GITHUB_API_URL)
      const second = await project.run(['emulate', 'confighub', '--data', 'other', '--port', port])
      expect(second).toMatchObject({
        code: 64,
        stderr: `TIDEWAY_USAGE  --port ${port}: another program listens there; choose another one\n`,
      })
    })
  })

  it('knows no other store, and needs a folder', async () => {
    expect(await project.run(['emulate', 'gitlab', '--data', 'state'])).toMatchObject({ code: 64 })
    expect(await project.run(['emulate', 'github'])).toMatchObject({ code: 64 })
  })
})
