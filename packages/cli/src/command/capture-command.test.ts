import { AdapterError, type ResourceSource } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('tideway capture', () => {
  const live = (memorySize: number, revision: string) => ({
    apiVersion: 'lambda.aws.upbound.io/v1beta1',
    kind: 'Function',
    metadata: {
      name: 'api',
      namespace: 'default',
      annotations: {
        'confighub.com/origin': JSON.stringify({
          Unit: { Slug: 'lambda' },
          Revision: { RevisionNum: Number(revision) },
        }),
      },
    },
    spec: { forProvider: { memorySize, timeout: 3 } },
  })

  it('refuses what is no label selector', async () => {
    expect(await project.run(['capture', '--env', 'prod', '--label', 'a=b=c'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('--label a=b=c is no label selector'),
    })
  })

  it('fails with what to look at where nothing matches', async () => {
    await project.run(['publish'])
    expect(await project.run(['capture', '-l', 'managedBy=nobody'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^TIDEWAY_NO_RESOURCES {2}no resource matched label managedBy=nobody in .*check the context .*, the label, and whether/,
      ),
    })
  })

  it('captures with tag and incident, and then opens the pull request', async () => {
    await project.run(['publish'])
    project.cluster.apply(live(128, '1'), 'argocd-controller')
    project.cluster.edit(
      'Function.lambda.aws.upbound.io/default/api',
      ['spec', 'forProvider', 'memorySize'],
      1024,
      'kubectl-edit',
    )
    const words = ['capture', '--tag', 'break-glass', '--incident', 'INC-123']
    const { code, stdout, stderr } = await project.run([...words, '--trigger-sync'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^capture dev: captured 1 field in 1 unit\n[\s\S]*\nsync dev: opened /)
    const unit = project.confighub('dev').state()['lambda']
    expect(unit?.description).toBe('break-glass (INC-123): Captured live state at 2026-01-05T10:00:00.000Z')
    expect(unit?.annotations).toMatchObject({
      'drift-capture/tag': 'break-glass',
      'drift-capture/incident': 'INC-123',
    })
    expect((await project.run(words)).stdout).toBe('capture dev: nothing drifted\n')
  })

  it('does not call what it could not read free of drift', async () => {
    await project.run(['publish'])
    project.cluster.apply(live(128, '1'), 'argocd-controller')
    const { resources: whole } = project.cluster
    const error = new AdapterError({ kind: 'forbidden', endpoint: 'cluster', message: 'm', next: 'n' })
    const resources = {
      ...whole,
      async *resources(...asked: Parameters<ResourceSource['resources']>) {
        for await (const item of whole?.resources(...asked) ?? []) yield item
        yield { kind: 'unknown', resource: { group: '', kind: 'Secret' }, error }
      },
    }
    Object.assign(project.cluster, { resources })
    const { code, stdout } = await project.run(['capture'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/^capture dev: nothing drifted, but not everything could be read\n/)
  })

  it('does not sync after a dry run', async () => {
    await project.run(['publish'])
    project.cluster.apply(live(128, '1'), 'argocd-controller')
    const { code, stderr } = await project.run(['capture', '--dry-run', '--trigger-sync'])
    expect([code, stderr]).toEqual([0, 'dev: no sync after a dry run\n'])
  })

  it('refuses a tag that nobody would find again', async () => {
    expect(await project.run(['capture', '--tag', 'oops'])).toMatchObject({ code: 64 })
  })
})
