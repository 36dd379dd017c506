import { expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { definePolicy } from '../../decide/define-policy.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { formatPath } from '../../model/field-path.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { publish } from '../publish/publish.ts'
import { sync } from './sync.ts'

const settings = (level: string, size: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  level: ${level}\n  size: "${size}"\n`

// An editor that has no way to the size, and renders everything again; bodies of proposals are kept.
function withoutWay(endpoint: Endpoint, bodies: string[]): Endpoint {
  const { editor, proposals } = endpoint
  if (editor === undefined || proposals === undefined) throw new Error('the endpoint has no editor')
  return {
    ...endpoint,
    proposals: {
      ...proposals,
      reconcile(wanted, call) {
        if (wanted !== undefined) bodies.push(wanted.body)
        return proposals.reconcile(wanted, call)
      },
    },
    editor: {
      ...editor,
      async edit(wanted, call) {
        const all = wanted.flatMap((unit) =>
          unit.kind === 'update' ? unit.edits.map((edit) => ({ unit: unit.unit, edit })) : [],
        )
        const isOpen = ({ path }: { readonly path: readonly string[] }) => path.includes('size')
        const possible = wanted.map((unit) =>
          unit.kind === 'update' ? { ...unit, edits: unit.edits.filter((edit) => !isOpen(edit)) } : unit,
        )
        const { files } = await editor.edit(possible, call)
        const open = all.filter(({ edit }) => isOpen(edit))
        const unresolved = open.map(({ unit, edit: { resource, path } }) => ({
          unit,
          resource,
          path: formatPath(path),
          reason: 'nothing feeds it',
        }))
        return { files, unresolved, proven: ['prod', 'dev'] }
      },
    },
  }
}

it('a sync that does not converge says so, and shows and offers only what Git will render', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings('info', 1) } })
  const confighub = createMemoryConfigHub()
  const bodies: string[] = []
  const endpoints = {
    git: withoutWay(git.endpoint('prod'), bodies),
    confighub,
    archive: createMemoryArchive(),
  }
  const call = createTestCall()
  await publish(endpoints, { environment: 'prod' }, call)
  confighub.as({ kind: 'person', name: 'olga' }).write('web', settings('debug', 2), 'Look closer')
  const looked = await sync(endpoints, { environment: 'prod', dryRun: true }, call)
  const proof =
    'does not converge: rendered again from the edited files, prod holds all that is proposed but in 1 place, listed below, and dev what it held before'
  expect(looked).toMatchObject({
    proof,
    files: [{ path: 'prod/web.yaml', diff: expect.stringContaining('\n-  level: info\n+  level: debug\n') }],
    notes: ['not converging: web ConfigMap//web /data/size: nothing feeds it'],
  })
  await sync(endpoints, { environment: 'prod' }, call)
  const [body = ''] = bodies
  expect(body).toContain(`**${proof.replace(':', ':**')}.`)
  expect(body).toContain('- web `/data/size`: nothing feeds it')
  const shown = body.slice(body.indexOf('### What Git will render'))
  expect(shown).toContain('+  level: debug')
  expect(shown).not.toContain('+  size:')
})

it('says in a dry run that nothing would be proposed, where no edit helps or a person has to look first', async () => {
  const git = createMemoryGit({ files: { 'prod/web.yaml': settings('info', 1) } })
  const confighub = createMemoryConfigHub()
  const bodies: string[] = []
  const endpoints = {
    git: withoutWay(git.endpoint('prod'), bodies),
    confighub,
    archive: createMemoryArchive(),
  }
  const call = createTestCall()
  await publish(endpoints, { environment: 'prod' }, call)
  confighub.as({ kind: 'person', name: 'olga' }).write('web', settings('info', 2), 'More')
  const looks = definePolicy({
    name: 'look',
    extends: [mergePolicy],
    rules: [{ id: 'look', match: { flow: 'sync' }, decide: 'hold' }],
  })
  for (const policy of [mergePolicy, looks]) {
    for (const groupBy of [{ kind: 'environment' }, { kind: 'owners' }] as const) {
      const options = { environment: 'prod', policy, groupBy }
      const looked = await sync(endpoints, { ...options, dryRun: true }, call)
      const { outcome, summary } = await sync(endpoints, options, call)
      expect(outcome).toBe('held')
      expect(looked).toMatchObject({ outcome, summary })
    }
  }
})
