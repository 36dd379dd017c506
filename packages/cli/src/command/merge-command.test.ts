import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestProject, type TestProject } from './start-test-project.ts'

let project: TestProject
beforeEach(() => {
  project = startTestProject()
})
afterEach(() => project.remove())

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project.directory, name)), { recursive: true })
    writeFileSync(join(project.directory, name), text)
  }
}
const read = (name: string) => readFileSync(join(project.directory, name), 'utf8')
const folders = ['merge', '--base', 'base', '--left', 'left', '--right', 'right']

// As somebody wrote it by hand: comments, blank lines, quotes, an anchor.
const web = (
  image: string,
  replicas: string,
  cpu: string,
) => `# The web front end. Ask #web before scaling it.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web   # never rename
  labels: &labels
    app: web

spec:
  ${replicas}
  selector: {matchLabels: *labels}
  template:
    metadata:
      labels: *labels
    spec:
      containers:
      # the application
      - name: app
        image: ${image}   # pinned
        env:
        - {name: MODE, value: 'fast'}

        # Limits: measured in March.
        resources:
          limits:
            cpu: ${cpu}

---
# Read by the application at start.
kind: ConfigMap
apiVersion: v1
metadata: {name: web}
data:
  greeting: |
    # not a comment
    hello
`
const job = (schedule: string) =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: clean}\nspec:\n  schedule: ${schedule}\n`

describe('tideway merge', () => {
  it('merges three folders into text in which only the changed lines differ', async () => {
    write({
      'base/web.yaml': web('web:1', 'replicas: 2', '500m'),
      'left/web.yaml': web('web:2', 'replicas: 2', '"1"'),
      // ConfigHub writes it its own way, and an operator scaled it.
      'right/web.yaml': web('"web:1"', 'replicas: 5   # for the sale', '500m'),
      'base/jobs/clean.yaml': job('"0 3 * * *"'),
      'left/jobs/clean.yaml': job('"0 4 * * *"'),
      'right/jobs/clean.yaml': job('"0 3 * * *"'),
      'right/README.md': 'not a unit',
    })
    cpSync(join(project.directory, 'right'), join(project.directory, 'merged'), { recursive: true })
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: join(project.directory, 'merged'), encoding: 'utf8' })
    git('init', '--quiet')
    git('add', '.')
    const { code, stdout } = await project.run([...folders, '--out', 'merged'])
    expect([code, stdout]).toEqual([
      0,
      'merge: 2 of 2 units changed\n  jobs/clean.yaml  as on the left\n  web.yaml  changes of both sides\n',
    ])
    const changed = git('diff', '--unified=0')
      .split('\n')
      .filter((line) => /^[-+](?![-+])/.test(line))
    expect(changed).toEqual([
      '-  schedule: "0 3 * * *"',
      '+  schedule: "0 4 * * *"',
      '-        image: "web:1"   # pinned',
      '+        image: "web:2"   # pinned',
      '-            cpu: 500m',
      '+            cpu: "1"',
    ])
    expect(read('merged/README.md')).toBe('not a unit')
    // Again, with what came out as the right side: nothing is left to do.
    const again = await project.run([
      'merge',
      '--base',
      'base',
      '--left',
      'left',
      '--right',
      'merged',
      '--out',
      'merged',
    ])
    expect(again.code).toBe(0)
    expect(git('diff', '--stat').split('\n').at(-2)).toContain(
      '2 files changed, 3 insertions(+), 3 deletions(-)',
    )
  })

  it('blocks on a conflict before it writes anything, until a side is taken', async () => {
    write({
      'base/a.yaml': job('"1"'),
      'left/a.yaml': job('"2"'),
      'right/a.yaml': job('"3"'),
      'base/b.yaml': job('"1"'),
      'left/b.yaml': job('"2"'),
      'right/b.yaml': job('"1"'),
    })
    const blocked = await project.run([...folders, '--out', 'out'])
    expect(blocked.code).toBe(3)
    expect(blocked.stdout).toContain('merge: 1 conflict, nothing written\n')
    expect(blocked.stdout).toMatch(
      /CronJob.batch\/\/clean {2}\/spec\/schedule\n +base +"1"\n +left +"2"\n +right +"3"/,
    )
    expect(existsSync(join(project.directory, 'out'))).toBe(false)
    for (const [side, schedule] of [
      ['left', '"2"'],
      ['right', '"3"'],
    ] as const) {
      expect((await project.run([...folders, '--take', side, '--out', side + 2])).code).toBe(0)
      expect([read(`${side}2/a.yaml`), read(`${side}2/b.yaml`)]).toEqual([job(schedule), job('"2"')])
    }
  })

  it('prints one merged file, for the next program to read', async () => {
    write({ 'b.yaml': job('"1"'), 'l.yaml': `# left\n${job('"2"')}`, 'r.yaml': job('"1"') })
    const { code, stdout, stderr } = await project.run([
      'merge',
      '--base',
      'b.yaml',
      '--left',
      'l.yaml',
      '--right',
      'r.yaml',
    ])
    expect([code, stdout, stderr]).toEqual([
      0,
      `# left\n${job('"2"')}`,
      'merge: 1 of 1 unit changed\n  r.yaml  as on the left\n',
    ])
  })

  it('merges many pairs in one run, and deletes and adds files', async () => {
    write({
      'base/gone.yaml': job('"1"'),
      'left/new/one.yaml': job('"1"'),
      'right/gone.yaml': job('"1"'),
      'b.yaml': job('"1"'),
      'l.yaml': job('"2"'),
    })
    const { code, stdout } = await project.run([
      ...folders,
      ...[
        '--base',
        'b.yaml',
        '--left',
        'b.yaml',
        '--right',
        'l.yaml',
        '--out',
        'right',
        '--out',
        'o.yaml',
        '-o',
        'json',
      ],
    ])
    expect(code).toBe(0)
    expect([
      existsSync(join(project.directory, 'right/gone.yaml')),
      read('right/new/one.yaml'),
      read('o.yaml'),
    ]).toEqual([false, job('"1"'), job('"2"')])
    const reports: unknown = JSON.parse(stdout)
    expect(reports).toMatchObject([
      { outcome: 'merged', notes: ['gone.yaml was renamed to new/one.yaml (left)'] },
      { outcome: 'merged' },
    ])
  })

  it('writes nothing where a file cannot be read or edited', async () => {
    write({ 'base/a.yaml': job('"1"'), 'left/a.yaml': 'a: [', 'right/a.yaml': job('"3"') })
    const { code, stdout } = await project.run([...folders, '--take', 'left', '--out', 'out'])
    expect([code, existsSync(join(project.directory, 'out'))]).toEqual([1, false])
    expect(stdout).toMatch(/TIDEWAY_YAML_INVALID {2}left\/a.yaml/)
    writeFileSync(join(project.directory, 'left/a.yaml'), new Uint8Array([0xff, 0xfe, 0]))
    expect((await project.run([...folders, '--out', 'out'])).stdout).toContain('is not UTF-8')
  })

  it('refuses words that make no sense', async () => {
    write({ 'a.yaml': job('"1"'), 'folder/a.yaml': job('"1"') })
    const errors = await Promise.all(
      [
        ['--left', 'a.yaml', '--right', 'a.yaml'],
        ['--base', 'a.yaml', '--left', 'a.yaml', '--right', 'folder'],
        ['--base', 'a.yaml', '--left', 'a.yaml', '--right', 'b.yaml'],
        ['--base', 'a.yaml', '--left', 'a.yaml', '--left', 'a.yaml', '--right', 'a.yaml'],
        ['--base', 'folder', '--left', 'folder', '--right', 'folder', '--out', 'a.yaml'],
        ['--base', 'a.yaml', '--left', 'a.yaml', '--right', 'a.yaml', '--out', 'no/a.yaml'],
      ].map((words) => project.run(['merge', ...words])),
    )
    expect(errors.map(({ code }) => code)).toEqual([64, 64, 64, 64, 64, 64])
    expect(errors.map(({ stderr }) => stderr.replace(/^TIDEWAY_USAGE {2}(.*?)[;:].*/s, '$1'))).toEqual([
      'a merge needs --base',
      '--base, --left and --right are all files, or all folders',
      'there is no file or folder b.yaml',
      '--base, --left and --right are given as often as there are comparisons, each in the same order',
      '--out a.yaml is no folder',
      '--out no/a.yaml',
    ])
  })
})
