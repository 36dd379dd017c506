import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConfigHubEmulator, serve } from '@tideway/adapter-confighub/testing'
import { type Listed, mergePolicy } from '@tideway/core'
import { createMemoryConfigHub } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCall } from './create-call.ts'
import { openProject } from './open-project.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-project-'))
  mkdirSync(join(directory, 'policies'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const call = createCall({ variables: {} })
const write = (name: string, text: string) => writeFileSync(join(directory, name), text)
const configure = (more: string) =>
  write(
    'tideway.yaml',
    `version: 1\ndefaults:\n  render: [{ kind: files, path: a }]\n${more}\nenvironments:\n  dev: { space: s }\n`,
  )

describe('openProject', () => {
  it('answers the environments with every default', () => {
    configure('')
    const project = openProject({ directory })
    expect(Object.keys(project.environments)).toEqual(['dev'])
    expect(project.environment('dev')).toMatchObject({ space: 's', mode: 'observe', policy: 'documented' })
  })

  it('reads policies, presets and what they extend, relative to the file that names them', () => {
    configure('  policy: policies/team.yaml')
    write('policies/team.yaml', 'extends: [base.yaml]\nrules: [{ id: team, decide: hold }]')
    write('policies/base.yaml', 'extends: [merge]\nrules: [{ id: base, decide: leave }]')
    const { name, rules } = openProject({ directory }).policy('dev')
    expect(name).toBe('policies/team.yaml')
    expect(rules.slice(mergePolicy.rules.length).map((rule) => rule.id)).toEqual(['base', 'team'])
  })

  it('says which policy is not there', () => {
    configure('  policy: stricter')
    expect(() => openProject({ directory }).policy('dev')).toThrow(
      /^TIDEWAY_CONFIG_MISSING {2}there is no policy stricter: neither a preset, a file nor an installed package; .*package/,
    )
  })

  it('connects each store once, when it is first asked for, and closes what it connected', async () => {
    configure('  live: { namespace: app, context: kind-dev }')
    const seen: string[] = []
    const place: unknown[] = []
    const open = async (name: string) => {
      seen.push(name)
      return {
        ...createMemoryConfigHub({ name }),
        close: async () => {
          seen.push(`close ${name}`)
        },
      }
    }
    const project = openProject({
      directory,
      variables: {},
      createConnectors: ({ environment, directory: folder }) => {
        place.push(environment.live, folder)
        return {
          git: () => open('git'),
          confighub: () => open('confighub'),
          archive: () => Promise.reject(new Error('down')),
          live: async () => [await open('live')],
        }
      },
    })
    const connected = project.connect('dev', call, { context: 'kind-other' })
    expect(place).toEqual([{ namespace: 'app', context: 'kind-other' }, directory])
    expect(seen).toEqual([])
    expect(await connected.confighub()).toBe(await connected.confighub())
    await connected.live()
    await expect(connected.archive()).rejects.toThrow('down')
    await project.close()
    expect(seen).toEqual(['confighub', 'live', 'close confighub', 'close live'])
    await project.close()
    expect(seen).toHaveLength(4)
  })

  it('connects a store anew after a failure', async () => {
    configure('')
    const archive = createMemoryConfigHub({ name: 'archive' })
    let isDown = true
    const open = async () => {
      if (isDown) throw new Error('down')
      return archive
    }
    const project = openProject({
      directory,
      variables: {},
      createConnectors: () => ({ git: open, confighub: open, archive: open, live: async () => [] }),
    })
    const connected = project.connect('dev', call)
    await expect(connected.archive()).rejects.toThrow('down')
    isDown = false
    expect(await connected.archive()).toBe(archive)
    await project.close()
  })

  describe('with the real stores', () => {
    const connect = (more: string, variables: Record<string, string>) => {
      write(
        'tideway.yaml',
        `version: 1\n${more}\nenvironments:\n  dev: { space: s, render: [{ kind: files, path: a }] }\n`,
      )
      return openProject({ directory, variables }).connect('dev', call)
    }

    it('names the address of ConfigHub that is missing', async () => {
      await expect(connect('', {}).confighub()).rejects.toThrow(
        /TIDEWAY_CONFIG_MISSING {2}the address of ConfigHub is missing: CONFIGHUB_URL is not set; set CONFIGHUB_URL \(in an Argo CD plugin ARGOCD_ENV_CONFIGHUB_URL\), or confighub.url/,
      )
    })

    it.each([
      [{}, 'CONFIGHUB_WORKER_ID and CONFIGHUB_WORKER_SECRET are not set'],
      [{ CONFIGHUB_WORKER_ID: 'x' }, 'missing: CONFIGHUB_WORKER_SECRET is not set'],
      [{ ARGOCD_ENV_CONFIGHUB_WORKER_SECRET: 'x' }, 'missing: CONFIGHUB_WORKER_ID is not set'],
    ])('names the credential of ConfigHub that is missing: %j', async (variables, message) => {
      const { confighub } = connect('confighub: { url: "http://127.0.0.1:1" }', variables)
      await expect(confighub()).rejects.toThrow(message)
    })

    it('connects ConfigHub by the variables of the surroundings, for the units that belong to it', async () => {
      const id = '7e1de3a7-0000-4000-8000-000000000002'
      const emulator = createConfigHubEmulator({
        workers: [{ id, secret: 'worker-secret', email: 'w@example.com' }],
      })
      emulator.addSpace('s')
      emulator.addUnit({ space: 's', slug: 'web', text: 'a: 1\n', labels: { app: 'wall' } })
      emulator.addUnit({ space: 's', slug: 'theirs', text: 'a: 1\n' })
      const server = await serve(emulator.handle)
      try {
        const { confighub } = connect('defaults: { labels: { app: wall }, where: HeadRevisionNum > 0 }', {
          CONFIGHUB_URL: server.url,
          ARGOCD_ENV_CONFIGHUB_WORKER_ID: id,
          CONFIGHUB_WORKER_SECRET: 'worker-secret',
        })
        const { source } = await confighub()
        const listed: Listed[] = []
        for await (const item of source?.list({}, call) ?? []) listed.push(item)
        expect(listed).toMatchObject([{ kind: 'unit', head: { ref: { unit: 'web' } } }, { kind: 'complete' }])
      } finally {
        await server.close()
      }
    })

    it('names the credential of GitHub that is missing', async () => {
      const { archive } = connect('github: { repository: acme/app }', {})
      await expect(archive()).rejects.toThrow('GITHUB_TOKEN is not set; set GITHUB_TOKEN')
    })
  })
})
