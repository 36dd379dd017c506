import { getField } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

const table = `apiVersion: dynamodb.aws.upbound.io/v1beta2
kind: Table
metadata:
  name: wall
spec:
  forProvider:
    billingMode: PAY_PER_REQUEST
`
const key = 'Table.dynamodb.aws.upbound.io//wall'

let project: TestProject
beforeEach(async () => {
  project = startTestProject()
  project.git.commit({ 'prod/table.yaml': table }, 'Add the table')
  await project.run(['publish', '--env', 'prod'])
  project.cluster.apply(
    {
      apiVersion: 'dynamodb.aws.upbound.io/v1beta2',
      kind: 'Table',
      metadata: { name: 'wall' },
      spec: { forProvider: { billingMode: 'PAY_PER_REQUEST' } },
    },
    'argocd-controller',
  )
})
afterEach(() => project.remove())

const annotations = () => getField(project.cluster.objects()[key], ['metadata', 'annotations']) ?? {}
const prod = ['--env', 'prod', '--unit', 'table']

describe('tideway pause and resume', () => {
  it('pause a unit until a time, with the incident on record, and take it back', async () => {
    const words = ['pause', ...prod, '--for', '2h', '--incident', 'INC-7', '--as', 'sam']
    expect(await project.run(words)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        `pause prod: 1 object and 1 unit until 2026-01-05T12:00:00.000Z\n  written: ${key} (crossplane)\n`,
      ),
    })
    expect(annotations()).toEqual({
      'crossplane.io/paused': 'true',
      'tideway.dev/paused': '2026-01-05T12:00:00.000Z sam INC-7',
    })
    project.git.commit({ 'prod/table.yaml': table.replace('PAY_PER_REQUEST', 'PROVISIONED') }, 'Provision it')
    expect(await project.run(['publish', '--env', 'prod'])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('locked until 2026-01-05T12:00:00.000Z by sam: INC-7'),
    })
    const resume = async () => (await project.run(['resume', ...prod])).stdout
    expect(await resume()).toContain('resume prod: 1 object and 1 unit\n')
    expect(annotations()).toEqual({})
    expect(await resume()).toContain('resume prod: 0 objects and 0 units\n')
    expect(await project.run(['publish', '--env', 'prod'])).toMatchObject({ code: 0 })
  })

  it('leaves what has not expired', async () => {
    await project.run(['pause', ...prod, '--for', '2h', '--incident', 'INC-7'])
    expect(await project.run(['resume', ...prod, '--expired', '-o', 'json'])).toMatchObject({ code: 0 })
    expect(annotations()).toHaveProperty(['crossplane.io/paused'], 'true')
  })

  it('asks for a time and an incident', async () => {
    expect(await project.run(['pause', ...prod, '--incident', 'INC-7'])).toMatchObject({ code: 64 })
    expect(await project.run(['pause', ...prod, '--for', 'ever', '--incident', 'INC-7'])).toMatchObject({
      code: 64,
    })
  })
})
