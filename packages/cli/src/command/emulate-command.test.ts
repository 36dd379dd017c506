import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

/** Runs an emulator, looks at it while it is served, and interrupts it. */
async function whileServed(
  words: readonly string[],
  look: (variables: Readonly<Record<string, string>>) => Promise<void>,
): Promise<{ readonly code: number; readonly stdout: string }> {
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

  it('serves Kubernetes, and writes the kubeconfig that leads to it', async () => {
    await whileServed(['kubernetes'], async ({ KUBECONFIG }) => {
      expect(KUBECONFIG).toMatch(/\/state\/kubeconfig$/)
    })
  })

  it('knows no other store, and needs a folder', async () => {
    expect(await project.run(['emulate', 'gitlab', '--data', 'state'])).toMatchObject({ code: 64 })
    expect(await project.run(['emulate', 'github'])).toMatchObject({ code: 64 })
  })
})
