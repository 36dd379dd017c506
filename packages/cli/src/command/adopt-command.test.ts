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
})
