import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

const revisionsOf = (environment: string) =>
  Object.values(project.confighub(environment).state()).map(({ revision, description }) => [
    revision,
    description,
  ])

describe('tideway history and rollback', () => {
  it('lists revisions, newest first, and goes back to the previous content', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    const listed = await project.run(['history', '--env', 'prod', '--unit', 'lambda'])
    expect([listed.code, listed.stdout]).toEqual([
      0,
      expect.stringMatching(
        /^history prod: lambda has 2 revisions\n {2}2 {2}\S+ {2}olga \(person\) +More memory\n {2}1 {2}\S+ {2}tideway \(publish\) {2}CI: Start /,
      ),
    ])
    const words = ['rollback', '--env', 'prod', '--unit', 'lambda', '--to']
    expect((await project.run([...words, 'previous', '--dry-run'])).stdout).toMatch(
      /^rollback prod \(dry run\): lambda would go from revision 2 back to revision 1: Restore: revision 1 \(CI: Start /,
    )
    expect(revisionsOf('prod')[0]?.[0]).toBe('2')
    const { code, stdout } = await project.run([...words, 'previous'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('lambda is back to revision 1, as revision 3'),
    ])
    expect(project.confighub('prod').state()['lambda']?.text).toBe(unitText(128))
    expect((await project.run([...words, '1'])).stdout).toBe(
      'rollback prod: lambda has the content of revision 1 already\n',
    )
  })

  it('lists as many revisions as are asked for', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    const { stdout } = await project.run(['history', '--env', 'prod', '--unit', 'lambda', '--limit', '1'])
    expect(stdout).toMatch(/^history prod: lambda has more than 1 revision\n {2}2 .*More memory\n$/)
  })

  it('names what is not there', async () => {
    await project.run(['publish'])
    const unit = await project.run(['history', '--unit', 'lamda'])
    expect([unit.code, unit.stderr]).toEqual([
      1,
      'TIDEWAY_NOT_FOUND  confighub:app-dev has no unit lamda; did you mean lambda?\n',
    ])
    const revision = await project.run(['rollback', '--env', 'dev', '--unit', 'lambda', '--to', '9'])
    expect(revision.stderr).toContain('has no revision 9; see tideway history --unit lambda')
  })

  it('writes only over what it has read', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'dev', unitText(512))
    project.replaceConfigHub((endpoint) => ({
      ...endpoint,
      history: {
        ...endpoint.history,
        async contentAt(ref, revision, call) {
          editConfigHub(project, 'dev', unitText(768))
          return endpoint.history.contentAt(ref, revision, call)
        },
      },
    }))
    const { code, stdout } = await project.run([
      'rollback',
      '--env',
      'dev',
      '--unit',
      'lambda',
      '--to',
      'previous',
    ])
    expect([code, stdout]).toEqual([
      75,
      'rollback dev: lambda changed meanwhile, nothing written; run again\n',
    ])
    expect(project.confighub('dev').state()['lambda']?.text).toBe(unitText(768))
  })
})
