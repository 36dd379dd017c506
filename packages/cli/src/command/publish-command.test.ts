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

describe('tideway publish', () => {
  it('publishes every environment where none is named, and then has nothing to do', async () => {
    expect(await project.run(['publish'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^publish dev: 1 unit written\n[\s\S]*\npublish prod: 1 unit written\n/),
    })
    expect(revisionsOf('prod')).toEqual([['1', expect.stringMatching(/^CI: Start \(tideway .{12}\)$/)]])
    expect(await project.run(['publish', '--env', 'prod'])).toEqual({
      code: 0,
      stdout: 'publish prod: nothing to write\n',
      stderr: '',
    })
    expect(revisionsOf('prod')).toHaveLength(1)
  })

  it('closes every store that it connected', async () => {
    await project.run(['publish'])
    expect(project.connections).toEqual({ opened: 6, closed: 6 })
  })

  it('writes nothing in a dry run', async () => {
    const { code, stdout } = await project.run(['publish', '--env', 'dev', '--dry-run'])
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'publish dev (dry run): 1 unit would be written'])
    expect(revisionsOf('dev')).toEqual([])
    expect((await project.run(['publish', '--dry-run', '--detailed-exitcode'])).code).toBe(2)
  })

  it('opens the sync’s pull request where ConfigHub’s changes block it, and that is wanted', async () => {
    project.remove()
    project = startTestProject('mode: write\n  onBlocked: sync')
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stdout } = await project.run(['publish'])
    expect(code).toBe(3)
    expect(stdout.split('\n').filter((line) => /^(publish|sync) /.test(line))).toEqual([
      'publish dev: nothing to write',
      'publish prod: blocked by lambda, nothing written',
      'sync prod: opened memory:proposal/1 for 1 unit',
    ])
    const again = await project.run(['publish', '--env', 'prod'])
    expect(again.stdout).toContain('sync prod: unchanged memory:proposal/1 for 1 unit')
    await project.run(['publish', '--env', 'prod', '--dry-run'])
    expect(project.git.proposals()).toHaveLength(1)
    project.git.merge('1')
    expect((await project.run(['publish', '--env', 'prod'])).code).toBe(0)
  })

  it('opens no pull request where a limit or another way stops it', async () => {
    project.remove()
    project = startTestProject('mode: write\n  onBlocked: sync')
    await project.run(['publish'])
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stdout } = await project.run(['publish', '--max-changed', '0'])
    expect(code).toBe(3)
    expect(stdout).not.toMatch(/^sync /m)
    expect(project.git.proposals()).toEqual([])
  })

  it('is blocked where both changed the same field, names both values, and the ways out', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
    const { code, stdout } = await project.run(['publish'])
    expect(code).toBe(3)
    expect(stdout).toMatch(
      new RegExp(
        [
          'publish prod: blocked by lambda, nothing written\n',
          'Conflicts',
          '  lambda  Function.lambda.aws.upbound.io//api  /spec/forProvider/memorySize',
          '    Git        256  \\(dev, .* “Raise memory”\\)',
          '    ConfigHub  512  \\(olga, .* revision 2 “More memory”\\)',
        ].join('\n'),
      ),
    )
    expect(stdout).toContain('tideway publish --env prod --force --unit lambda')

    const forced = await project.run(['publish', '--env', 'prod', '--force', '--unit', 'lambda'])
    expect(forced.code).toBe(0)
    expect(forced.stdout).toContain(`Overwritten in ConfigHub
  lambda  Function.lambda.aws.upbound.io//api  /spec/forProvider/memorySize  512 -> 256`)
    expect(revisionsOf('prod')[0]?.[1]).toMatch(/^CI \(forced\): Raise memory \(tideway .{12}\)$/)
  })

  it('says that a sync is due, and fails for it only where asked', async () => {
    await project.run(['publish'])
    editConfigHub(project, 'prod', unitText(512))
    const { code, stdout } = await project.run(['publish', '--env', 'prod'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('nothing to write; 1 unit: sync due')])
    expect((await project.run(['publish', '--env', 'prod', '--fail-on-sync-due'])).code).toBe(3)
    expect((await project.run(['publish', '--env', 'prod', '--detailed-exitcode'])).code).toBe(2)
  })

  it('stops above a limit, and names the flag that raises it', async () => {
    await project.run(['publish'])
    project.git.commit({ 'dev/lambda.yaml': unitText(256) }, 'Raise memory')
    const low = await project.run(['publish', '--env', 'dev', '--max-changed', '0'])
    expect([low.code, low.stdout]).toEqual([3, expect.stringContaining('the limit is 0 (--max-changed 1)')])
    expect((await project.run(['publish', '--env', 'dev', '--max-changed', '1'])).code).toBe(0)
  })

  it('holds a deletion until it is allowed', async () => {
    await project.run(['publish'])
    project.git.commit({ 'dev/lambda.yaml': undefined }, 'Remove it')
    expect((await project.run(['publish', '--env', 'dev'])).code).toBe(3)
    expect((await project.run(['publish', '--env', 'dev', '--max-deletes', '1'])).code).toBe(0)
    expect(project.confighub('dev').state()['lambda']?.text).toBe('')
  })

  it('has nothing to do from a commit that is behind', async () => {
    const old = project.git.main()
    project.git.commit({ 'dev/lambda.yaml': unitText(256) }, 'Raise memory')
    await project.run(['publish', '--env', 'dev'])
    const behind = project.git.endpoint('dev', { commit: old })
    project.git.endpoint = () => behind
    expect(await project.run(['publish', '--env', 'dev'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to do'),
    })
  })
})

describe('tideway publish --wait', () => {
  it('waits until what it wrote is live', async () => {
    project.replaceConfigHub((endpoint) => ({
      ...endpoint,
      delivery: {
        async *look(queries, call) {
          for (const { ref } of queries) endpoint.deliver(ref.unit)
          yield* endpoint.delivery.look(queries, call)
        },
      },
    }))
    expect(await project.run(['publish', '--env', 'dev', '--wait'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^publish dev: 1 unit written; 1 live\n/),
    })
  })

  it('exits with 75 when its time is up', async () => {
    const { code, stdout } = await project.run(['publish', '--env', 'dev', '--wait', '0s'])
    expect([code, stdout.split('\n')[0]]).toEqual([
      75,
      'publish dev: 1 unit written; not live yet: lambda (nothing runs yet)',
    ])
  })
})
