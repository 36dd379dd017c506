import { expect, it } from 'vitest'
import { mergePolicy } from '../../decide/presets.ts'
import { formatText } from '../../report/format-text.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from './publish.ts'

const settings = (size: number, wait: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  size: "${size}"\n  wait: "${wait}"\n`

it('the way back is the revision before the operator’s change, also where we published after it', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings(1, 1) } })
  const confighub = createMemoryConfigHub()
  const archive = createMemoryArchive()
  const run = () =>
    publish(
      { git: git.endpoint('prod'), confighub, archive },
      { environment: 'prod', policy: mergePolicy },
      createTestCall(),
    )
  await run()
  const olga = confighub.as({ kind: 'person', name: 'olga' })
  olga.write('web', settings(5, 1), 'Wanted: more')
  olga.write('web', settings(6, 1), 'Still more')
  git.commit({ 'prod/web.yaml': settings(1, 2) }, 'Wait longer')
  expect((await run()).outcome).toBe('done')
  git.commit({ 'prod/web.yaml': settings(2, 2) }, 'A little more')
  const report = await run()
  expect(report.outcome).toBe('blocked')
  expect(report.units[0]?.fields[0]?.setBy).toMatchObject({ by: '3', description: 'Still more', after: '1' })
  const text = formatText(report)
  expect(text).toContain('tideway rollback --env prod --unit web --to 1\n')
  expect(text).toContain('(olga, 2026-01-01T00:00:00.000Z, revision 3 “Still more”)')
})

it('without an archive the way back is what we published last, and not what the unit began with', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings(1, 1) } })
  const confighub = createMemoryConfigHub()
  const olga = confighub.as({ kind: 'person', name: 'olga' })
  const run = () =>
    publish(
      { git: git.endpoint('prod'), confighub, archive: createMemoryArchive() },
      { environment: 'prod', policy: mergePolicy },
      createTestCall(),
    )
  expect((await run()).outcome).toBe('done')
  olga.write('web', settings(5, 1), 'More')
  olga.write('web', settings(6, 1), 'Still more')
  const report = await run()
  expect(report.units[0]?.fields[0]?.setBy).toMatchObject({ by: '3', after: '1' })
  expect(formatText(report)).toContain('tideway rollback --env prod --unit web --to 1\n')
})

it('the way back never is the empty revision that a unit began with', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings(1, 1) } })
  const confighub = createMemoryConfigHub()
  const olga = confighub.as({ kind: 'person', name: 'olga' })
  olga.write('web', '', 'Begun')
  olga.write('web', settings(9, 9), 'By hand')
  const report = await publish(
    { git: git.endpoint('prod'), confighub, archive: createMemoryArchive() },
    { environment: 'prod', policy: mergePolicy },
    createTestCall(),
  )
  expect(formatText(report)).toContain('tideway rollback --env prod --unit web --to previous\n')
})
