import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReports } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { editConfigHub, startTestProject, type TestProject, unitText } from './start-test-project.ts'

let project: TestProject
beforeEach(async () => {
  project = startTestProject()
  await project.run(['publish'])
  project.git.commit({ 'prod/lambda.yaml': unitText(256) }, 'Raise memory')
})
afterEach(() => project.remove())

const file = 'plan.json'
const plan = (...words: readonly string[]) =>
  project.run(['publish', '--env', 'prod', '--dry-run', '--out', file, ...words])
const content = () => readFileSync(join(project.directory, file), 'utf8')
const edit = (change: (text: string) => string) =>
  writeFileSync(join(project.directory, file), change(content()))
const textOf = () => project.confighub('prod').state()['lambda']?.text

describe('a plan in a file', () => {
  it('is shown as it was told, and applied as it was reviewed', async () => {
    expect((await plan()).stdout).toBe('publish prod (dry run): 1 unit would be written\n')
    const told = await project.run(['publish', '--env', 'prod', '--dry-run'])
    expect(await project.run(['show', file])).toEqual(told)
    expect(await project.run(['apply', file])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^publish prod: 1 unit written\n/),
    })
    expect(textOf()).toBe(unitText(256))
    expect((await project.run(['apply', file])).stdout).toBe('publish prod: nothing to write\n')
  })

  it('is the same, byte for byte, every time, and holds no text and no time', async () => {
    await plan()
    const first = content()
    await plan()
    expect(content()).toBe(first)
    expect(first).not.toContain('apiVersion')
    expect(readReports(first, file)[0]?.plan).toMatchObject({
      version: 1,
      confighub: 'confighub:app-prod',
      writes: [{ unit: 'lambda', kind: 'update', expected: '1' }],
    })
  })

  it('opens the sync’s pull request where it was blocked by ConfigHub’s changes, and that is wanted', async () => {
    editConfigHub(project, 'prod', unitText(512))
    expect((await plan()).code).toBe(3)
    expect((await project.run(['apply', file])).stdout).not.toContain('sync prod')
    const config = join(project.directory, 'tideway.yaml')
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('mode: write', 'mode: write\n  onBlocked: sync'),
    )
    const { code, stdout } = await project.run(['apply', file])
    expect(code).toBe(3)
    expect(stdout.split('\n').filter((line) => /^(publish|sync) /.test(line))).toEqual([
      'publish prod (dry run): blocked by lambda, nothing written',
      'sync prod: opened memory:proposal/1 for 1 unit',
    ])
    expect(project.git.proposals()).toHaveLength(1)
  })

  it('is refused, and says who moved what, after an operator’s change', async () => {
    await plan()
    editConfigHub(project, 'prod', unitText(128, 9))
    const { code, stderr, stdout } = await project.run(['apply', file])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toBe(
      "TIDEWAY_DIGEST_MISMATCH  this is not what was reviewed: ConfigHub's lambda is at revision 2 now, by olga: " +
        '"More memory"; the plan saw revision 1; plan again, and review that\n',
    )
    expect(textOf()).toBe(unitText(128, 9))
  })

  it('quotes nothing of who said nothing', async () => {
    await plan()
    project.confighub('prod').as({ kind: 'person', name: 'olga' }).write('lambda', unitText(128, 9), '')
    expect((await project.run(['apply', file])).stderr).toContain('now, by olga; the plan saw revision 1;')
  })

  it('is refused from another commit, another repository, another space', async () => {
    await plan()
    const planned = content()
    project.git.commit({ 'prod/other.yaml': unitText(1).replace('name: api', 'name: other') }, 'Add another')
    expect((await project.run(['apply', file])).stderr).toMatch(
      /it was made at commit \w{12}, and this is \w{12} \(Add another\); unit other would be written too;/,
    )
    edit(() =>
      planned.replaceAll(/"commit": "[^"]*"/g, '"commit": "0000000000000000000000000000000000000000"'),
    )
    expect((await project.run(['apply', file])).stderr).toContain(
      'its commit 000000000000 is not in this clone: it was made in another repository, or the clone is shallow',
    )
    edit(() => planned.replace('confighub:app-prod', 'confighub:shop-prod'))
    expect((await project.run(['apply', file])).stderr).toContain(
      'it was made for confighub:shop-prod, and this environment is confighub:app-prod',
    )
    expect(textOf()).toBe(unitText(128))
  })

  it('is refused where the text would be another one', async () => {
    await plan()
    edit((text) =>
      text
        .replace(/"digest": "[0-9a-f]/, '"digest": "x'.replace('x', '0'))
        .replace(/"digest": "0./, '"digest": "00'),
    )
    expect((await project.run(['apply', file])).stderr).toContain(
      'another text would be written to unit lambda now',
    )
  })

  it('goes on where a run of it broke off', async () => {
    project.git.commit(
      { 'prod/another.yaml': unitText(1).replace('name: api', 'name: another') },
      'Add another',
    )
    await plan()
    project.replaceConfigHub((endpoint) => ({
      ...endpoint,
      sink: {
        async *write(writes, call) {
          for (const write of writes) {
            if (write.key === 'lambda') yield { kind: 'not-tried', key: write.key }
            else yield* endpoint.sink.write([write], call)
          }
        },
      },
    }))
    expect((await project.run(['apply', file])).stdout).toMatch(/^publish prod: stopped after 1 of 2 units/)
    project.replaceConfigHub((endpoint) => endpoint)
    expect((await project.run(['apply', file])).stdout).toMatch(/^publish prod: 1 unit written/)
    expect(textOf()).toBe(unitText(256))
  })

  it('carries its force and limits, and a blocked one is not applied', async () => {
    editConfigHub(project, 'prod', unitText(512))
    await plan()
    const blocked = await project.run(['apply', file])
    expect([blocked.code, blocked.stdout.split('\n')[0]]).toEqual([
      3,
      'publish prod (dry run): blocked by lambda, nothing written',
    ])
    await plan('--force', '--unit', 'lambda')
    const { code, stdout } = await project.run(['apply', file])
    expect(code).toBe(0)
    expect(stdout).toContain('Overwritten in ConfigHub')
    expect(textOf()).toBe(unitText(256))
  })

  it('may not be another version’s, or no plan', async () => {
    await plan()
    edit((text) => text.replace('"version": 1', '"version": 2'))
    expect((await project.run(['apply', file])).stderr).toBe(
      'TIDEWAY_USAGE  plan.json holds a plan of another version of tideway; plan again with this version\n',
    )
    await project.run(['sync', '--env', 'prod', '--dry-run', '--out', file])
    expect((await project.run(['apply', file])).stderr).toContain('the sync of prod in plan.json is no plan')
    edit(() => 'not JSON')
    expect((await project.run(['apply', file])).code).toBe(64)
    expect((await project.run(['show', 'missing.json'])).stderr).toContain('there is no file missing.json')
  })
})

describe('tideway publish --purge', () => {
  it('removes the record of a unit that Git deleted; without it the unit is emptied', async () => {
    project.git.commit({ 'prod/lambda.yaml': undefined, 'dev/lambda.yaml': undefined }, 'Take it down')
    await project.run(['publish', '--env', 'dev', '--max-deletes', '1'])
    await project.run(['publish', '--env', 'prod', '--max-deletes', '1', '--purge'])
    expect(project.confighub('dev').state()['lambda']).toMatchObject({ text: '' })
    expect(project.confighub('prod').state()).toEqual({})
    for (const name of ['dev', 'prod']) {
      expect((await project.run(['publish', '--env', name])).stdout).toBe(
        `publish ${name}: nothing to write\n`,
      )
    }
  })
})
