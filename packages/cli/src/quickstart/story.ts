import { type Chapter, expectCode, expectEqual, expectWords } from './chapter.ts'
import type { Stage } from './stage.ts'

const template = 'infra/base/lambda.yaml.template'
const handler = {
  group: 'lambda.aws.upbound.io',
  kind: 'Function',
  name: 'messagewall-prod-api-handler',
}

/** The memory of the unit's functions, in the order of its text. */
function memory(stage: Stage): readonly number[] {
  return [...stage.unit('lambda').text.matchAll(/memorySize: (\d+)/g)].map(([, size]) => Number(size))
}

async function openPulls(stage: Stage) {
  return (await stage.github.pulls()).filter((pull) => pull.state === 'open')
}

async function changedFiles(stage: Stage, branch: string): Promise<string> {
  await stage.git('fetch', '--quiet', 'origin')
  return stage.git('diff', '--unified=0', 'origin/main', `origin/${branch}`)
}

const publishFirst: Chapter = {
  title: 'A developer publishes main to an empty ConfigHub',
  async play(stage) {
    const run = await stage.tideway('publish')
    return [
      expectCode('publish is done', run, 0),
      expectEqual(
        'every template and every plain file is a unit',
        stage.units().filter((unit) => !['claim', 'dashboard'].includes(unit)),
        ['alarms', 'dynamodb', 'eventbridge', 'function-url', 'iam', 'lambda', 's3'],
      ),
      expectEqual(
        'so are the claim and the dashboard, where kubectl and helm are there',
        ['claim', 'dashboard'].filter((unit) => stage.units().includes(unit)).length,
        2 - stage.missing.length,
      ),
      expectWords('the revision names its commit', stage.unit('lambda').description, [
        'CI: Add the message wall (tideway ',
      ]),
    ]
  },
}

const bulkChange: Chapter = {
  title: 'An operator raises the memory of both prod functions to 512 in ConfigHub',
  async play(stage) {
    stage.operate('lambda', 'memorySize: 256', 'memorySize: 512', 'Bulk: more memory before the sale')
    const run = await stage.tideway('publish')
    return [
      expectCode('publish is done', run, 0),
      expectEqual('and leaves it', memory(stage), [512, 512]),
      expectWords('and says that a sync is due', run.text, ['sync due']),
    ]
  },
}

const otherField: Chapter = {
  title: 'A developer changes another field of one of them',
  async play(stage) {
    await stage.develop(template, 'timeout: 10', 'timeout: 12', 'Give the handler two seconds more')
    const revision = stage.unit('lambda').revision
    const documented = await stage.withPolicy('documented', () => stage.tideway('publish', '--dry-run'))
    const blocked = await stage.withPolicy('documented', () => stage.tideway('publish'))
    const untouched = stage.unit('lambda').revision === revision
    const merged = await stage.tideway('publish')
    return [
      expectCode('with the policy "documented" a dry run says that it is blocked', documented, 3),
      expectCode('and so is the run', blocked, 3),
      expectEqual('ConfigHub is not touched', untouched, true),
      expectCode('with the policy of the example it is published', merged, 0),
      expectEqual('and ConfigHub’s change survives', memory(stage), [512, 512]),
      expectWords('beside Git’s', stage.unit('lambda').text, ['timeout: 12']),
    ]
  },
}

const sameField: Chapter = {
  title: 'A developer changes the same field',
  async play(stage) {
    await stage.develop('config/prod.env', 'LAMBDA_MEMORY=256', 'LAMBDA_MEMORY=192', 'Less memory will do')
    const run = await stage.tideway('publish')
    return [
      expectCode('publish is blocked', run, 3),
      expectEqual('and nothing is written', memory(stage), [512, 512]),
      expectWords('the report names unit, field, both values, who and when', run.text, [
        'lambda',
        '/spec/forProvider/memorySize',
        '192',
        '512',
        `${new Date().getFullYear()}-`,
      ]),
      expectWords('and the ways out', run.text, ['tideway sync', 'tideway rollback', '--force']),
    ]
  },
}

const pullRequest: Chapter = {
  title: 'A sync brings ConfigHub’s change to Git as one pull request',
  async play(stage) {
    const first = await stage.tideway('sync')
    const writes = stage.writes()
    const second = await stage.tideway('sync')
    const [pull, ...more] = await openPulls(stage)
    const diff = await changedFiles(stage, 'sync/prod')
    const lines = diff.split('\n').filter((line) => /^[+-](?![+-])/.test(line))
    return [
      expectCode('the first run is done', first, 0),
      expectCode('the second one too', second, 0),
      expectEqual('and writes nothing', stage.writes() - writes, 0),
      expectEqual(
        'there is one pull request',
        [pull?.title, more.length],
        ['sync: Import ConfigHub state for prod', 0],
      ),
      expectEqual('with its labels', [...(pull?.labels ?? [])].sort(), ['automated', 'confighub', 'sync']),
      expectWords('it lists the conflict first', pull?.body?.split('### Changes')[0] ?? '', [
        '### Conflicts',
        'memorySize',
      ]),
      expectEqual('it changes one line, for prod alone', lines, ['-LAMBDA_MEMORY=192', '+LAMBDA_MEMORY=512']),
    ]
  },
}

const merged: Chapter = {
  title: 'The pull request is merged',
  async play(stage) {
    const [pull] = await openPulls(stage)
    await stage.github.mergePull(pull?.number ?? 0, { method: 'squash' })
    await stage.git('pull', '--quiet')
    const revision = stage.unit('lambda').revision
    const run = await stage.tideway('publish')
    return [
      expectCode('publish is done', run, 0),
      expectEqual('it finds both sides equal', stage.unit('lambda').revision, revision),
      expectWords('and says so', run.text, ['nothing to write']),
    ]
  },
}

const reverted: Chapter = {
  title: 'A developer reverts that merge',
  async play(stage) {
    await stage.git('revert', '--no-edit', 'HEAD')
    await stage.git('push', '--quiet')
    const run = await stage.tideway('publish')
    return [
      expectCode('publish is done', run, 0),
      expectEqual('it takes it for Git’s own change', memory(stage), [192, 192]),
    ]
  },
}

const breakGlass: Chapter = {
  title: 'At night somebody edits the live object, and captures it',
  async play(stage) {
    await stage.deliver()
    await stage.cluster.edit(handler, { spec: { forProvider: { memorySize: 1024 } } })
    const before = stage.unit('lambda').text
    const run = await stage.tideway(
      'capture',
      '--tag',
      'break-glass',
      '--incident',
      'INC-123',
      '--trigger-sync',
    )
    const unit = stage.unit('lambda')
    const [pull] = await openPulls(stage)
    return [
      expectCode('capture is done', run, 0),
      expectEqual(
        'it takes that one field',
        unit.text,
        before.replace('memorySize: 192', 'memorySize: 1024'),
      ),
      expectWords('the revision says why', unit.description, [
        'break-glass (INC-123): Captured live state at 20',
      ]),
      expectEqual(
        'the record is on the unit',
        ['tag', 'source', 'incident'].map((name) => unit.annotations[`drift-capture/${name}`]),
        ['break-glass', 'kubernetes-live', 'INC-123'],
      ),
      expectEqual('and a pull request is open', pull?.title, 'sync: Import ConfigHub state for prod'),
    ]
  },
}

const captureAgain: Chapter = {
  title: 'The capture is run again',
  async play(stage) {
    const writes = stage.writes()
    const run = await stage.tideway('capture', '--tag', 'break-glass', '--incident', 'INC-123')
    return [
      expectCode('capture is done', run, 0),
      expectEqual('it writes nothing', stage.writes() - writes, 0),
      expectWords('and says so', run.text, ['nothing drifted']),
    ]
  },
}

const rolledBack: Chapter = {
  title: 'ConfigHub is rolled back',
  async play(stage) {
    const back = await stage.tideway('rollback', '--unit', 'lambda', '--to', 'previous')
    const publish = await stage.tideway('publish')
    const sync = await stage.tideway('sync')
    return [
      expectCode('rollback is done', back, 0),
      expectCode('publish is done', publish, 0),
      expectEqual('both sides are as before', memory(stage), [192, 192]),
      expectCode('sync is done', sync, 0),
      expectEqual('and the pull request is closed', (await openPulls(stage)).length, 0),
    ]
  },
}

const forced: Chapter = {
  title: 'A conflict is forced',
  async play(stage) {
    stage.operate('lambda', 'memorySize: 192', 'memorySize: 768', 'Try more memory')
    await stage.develop('config/prod.env', 'LAMBDA_MEMORY=192', 'LAMBDA_MEMORY=320', 'Settle on 320')
    const run = await stage.tideway('publish', '--force')
    await stage.develop('config/prod.env', 'LAMBDA_MEMORY=320', 'LAMBDA_MEMORY=384', 'A little more')
    const next = await stage.withPolicy('documented', () => stage.tideway('publish'))
    return [
      expectCode('publish is done', run, 0),
      expectWords('it lists what it overwrote', run.text, ['Overwritten', '768']),
      expectCode('the next run, with "documented", is done', next, 0),
      expectEqual('so it knew the forced one as ours', memory(stage), [384, 384]),
    ]
  },
}

/** The story of the message wall, chapter by chapter. */
export const story: readonly Chapter[] = [
  publishFirst,
  bulkChange,
  otherField,
  sameField,
  pullRequest,
  merged,
  reverted,
  breakGlass,
  captureAgain,
  rolledBack,
  forced,
]
