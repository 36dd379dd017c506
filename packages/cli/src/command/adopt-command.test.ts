import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

describe('tideway adopt', () => {
  it('starts an archive on purpose, and names what differs', async () => {
    editConfigHub(project, 'dev', unitText(512))
    expect(await project.run(['adopt', '--env', 'dev', '--detailed-exitcode'])).toEqual({
      code: 2,
      stdout: 'adopt dev: 1 unit, 1 of them differ\n  differs: lambda\n',
      stderr: '',
    })
    expect(project.archive('dev').texts()).toBeDefined()
    expect((await project.run(['adopt'])).code).toBe(64)
  })

  it('infers what was agreed from revisions that look like publishes, and lists what a publish would overwrite', async () => {
    const person = { kind: 'person', name: 'old-ci' } as const
    const write = (text: string, description: string) =>
      project.confighub('prod').as(person).write('lambda', text, description)
    write(unitText(64), 'CI: older')
    write(unitText(96), 'CI: bump (abc1234)')
    write(unitText(96, 9), 'Wait longer')
    // Git has 128 and 3: memory is Git's change, the timeout is ConfigHub's.
    const { stdout, code } = await project.run(['adopt', '--env', 'prod', '--infer-base'])
    expect([code, stdout]).toEqual([
      0,
      [
        'adopt prod: 1 unit, 1 of them differ',
        '  differs: lambda, base inferred from revision 2 (CI: bump (abc1234))',
        '  a publish would overwrite: lambda  Function.lambda.aws.upbound.io//api  /spec/forProvider/memorySize  96 -> 128',
        '',
      ].join('\n'),
    ])
    expect((await project.run(['publish', '--env', 'prod'])).code).toBe(0)
    expect(project.confighub('prod').state()['lambda']?.text).toBe(unitText(128, 9))
  })

  it('asks about everything that differs where nothing looks like a publish', async () => {
    editConfigHub(project, 'prod', unitText(512))
    expect((await project.run(['adopt', '--env', 'prod', '--infer-base'])).stdout).toBe(
      'adopt prod: 1 unit, 1 of them differ\n  differs: lambda\n',
    )
    expect((await project.run(['publish', '--env', 'prod'])).code).toBe(3)
  })
})
