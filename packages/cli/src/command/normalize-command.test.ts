import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseUnit } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

const resources = `kind: Service
apiVersion: v1
metadata: {name: web, uid: a}
spec: {type: ClusterIP, ports: [{port: 80, protocol: TCP}]}
status: {loadBalancer: {}}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: hunter2}
`

describe('normalize', () => {
  let project: TestProject
  beforeEach(() => {
    project = startTestProject()
    writeFileSync(join(project.directory, 'unit.yaml'), resources)
  })
  afterEach(() => project.remove())

  it('shows resources as they are compared, without the values of Secrets', async () => {
    const { code, stdout } = await project.run(['normalize', 'unit.yaml'])
    expect([code, stdout]).toEqual([
      0,
      `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
---
apiVersion: v1
data: <secret>
kind: Secret
metadata:
  name: key
`,
    ])
  })

  it('says which rule changed what, and stays readable', async () => {
    const { stdout } = await project.run(['normalize', 'unit.yaml', '--explain'])
    expect(stdout).toContain('# /metadata/uid: server-metadata')
    expect(stdout).toContain('# /spec/ports/0/protocol: default-service')
    expect(parseUnit(stdout).kind).toBe('parsed')
    const { stdout: json } = await project.run(['normalize', 'unit.yaml', '-o', 'json', '--explain'])
    const [service] = JSON.parse(json)
    expect(service.fired).toContainEqual({ rule: 'status', path: '/status' })
    expect(service.resource.kind).toBe('Service')
  })

  it('takes the rules of a configuration', async () => {
    writeFileSync(
      join(project.directory, 'rules.yaml'),
      `version: 1
normalize:
  off: [default-service]
  ignore: [{id: our-replicas, reason: our own autoscaler, kinds: [Deployment.apps], paths: [/spec/replicas]}]
environments:
  dev: {space: dev, render: [{kind: files, path: dev}]}
`,
    )
    const { stdout } = await project.run(['normalize', 'unit.yaml', '--config', 'rules.yaml', '--explain'])
    expect(stdout).toContain('# rules 3 +our-replicas@1 -default-service')
    expect(stdout).toContain('protocol: TCP')
  })

  it('refuses what it cannot read', async () => {
    expect((await project.run(['normalize', 'gone.yaml'])).code).toBe(64)
    writeFileSync(join(project.directory, 'unit.yaml'), 'a: [')
    const invalid = await project.run(['normalize', 'unit.yaml'])
    expect([invalid.code, invalid.stderr.includes('TIDEWAY_YAML_INVALID')]).toEqual([1, true])
  })
})
