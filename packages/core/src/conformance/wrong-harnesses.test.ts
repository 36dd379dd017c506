import { describe, expect, it } from 'vitest'
import type { Commit } from '../contract/commits.ts'
import { checkAborted } from '../testing/check-aborted.ts'
import {
  archiveHarness,
  clusterHarness,
  createConfigHubHarness,
  gitHarness,
  proposalHarness,
} from '../testing/memory-harnesses.ts'
import type { ArchiveSetup } from './archive-setup.ts'
import { archiveSuite } from './archive-suite.ts'
import { collectSuite } from './collect-suite.ts'
import { type CommitsSetup, commitsSuite } from './commits-suite.ts'
import { editorSuite } from './editor-suite.ts'
import type { Harness, HarnessSetup, Lackable } from './harness.ts'
import { proposalSuite } from './proposal-suite.ts'
import { resourceSuite } from './resource-suite.ts'
import { sinkSuite } from './sink-suite.ts'
import type { SuiteRunner } from './suite-runner.ts'
import { type Failure, listFailures } from './wrong/list-failures.ts'

// Everything that may be lacking, and a suite of a harness that hides it.
const hiding: Readonly<Record<Lackable, (member: string) => Promise<readonly Failure[]>>> = {
  'capabilities.conditionalWrites': hide(sinkSuite, createConfigHubHarness()),
  'archive.history': hide(archiveSuite, archiveHarness),
  'commits.caveats': hide(commitsSuite, gitHarness),
  'commits.changesOf': hide(commitsSuite, gitHarness),
  'editor.owners': hide(editorSuite, gitHarness),
  'editor.read': hide(editorSuite, gitHarness),
  'proposals.groups': hide(proposalSuite, proposalHarness),
  'proposals.stopAutoMerge': hide(proposalSuite, proposalHarness),
  'resources.predict': hide(resourceSuite, clusterHarness),
  'resources.schemas': hide(resourceSuite, clusterHarness),
}

function hide<Setup extends HarnessSetup>(
  suite: (runner: SuiteRunner, harness: Harness<Setup>) => void,
  harness: Harness<Setup>,
) {
  return (member: string) => listFailures(suite, { ...harness, lacks: [member as Lackable] })
}

describe('a suite', () => {
  it.each([
    ['lost-answer', 'unknown outcome'],
    ['stalled', 'time limits'],
    ['unavailable', 'error mapping'],
  ] as const)('finds a harness that does not bring about %s', async (what, group) => {
    const failed = await listFailures(sinkSuite, createConfigHubHarness(), (setup) => ({
      ...setup,
      provoke: (wanted, name) => (wanted === what ? undefined : setup.provoke(wanted, name)),
    }))
    expect(groupsOf(failed)).toEqual([group])
    expect(failed[0]?.error).toContain(`provoke("${what}") did not bring it about`)
  })

  it.each(Object.entries(hiding))(
    'finds a harness that hides %s, which the endpoint has',
    async (member, run) => {
      const failed = await run(member)
      expect(groupsOf(failed)).toEqual(['contract'])
      expect(failed[0]?.error).toContain(`"lacks": expected ["${member}"], got []`)
    },
  )

  it('finds a harness that promises what the endpoint lacks', async () => {
    const failed = await listFailures(archiveSuite, archiveHarness, forget)
    expect(groupsOf(failed)).toContain('contract')
    expect(failed[0]?.error).toContain('"lacks": expected [], got ["archive.history"]')
  })

  it('shows as skipped what an endpoint lacks, by the harness', async () => {
    const harness: Harness<ArchiveSetup> = {
      ...archiveHarness,
      lacks: ['archive.history'],
      setup: async () => forget(await archiveHarness.setup()),
    }
    const lines: string[] = []
    const results = await collectSuite((runner) =>
      archiveSuite({ ...runner, report: (line) => lines.push(line) }, harness),
    )
    const ofHistory = results.filter(({ test }) => test.includes('archive.history'))
    expect(ofHistory.filter(({ outcome }) => outcome !== 'skipped')).toEqual([])
    expect(ofHistory.map(({ test }) => test)).toContain(
      'lists its saves, newest first, with their texts (the endpoint lacks "archive.history")',
    )
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(lines).toEqual([expect.stringMatching(/left out: archive\.history$/)])
  })

  it('finds a harness that calls a method silent which asks its store', async () => {
    const failed = await listFailures(commitsSuite, { ...gitHarness, silent: ['commits.head'] })
    expect(groupsOf(failed)).toEqual(['silence'])
  })

  it('finds a method that asks nothing of its store, and passes it where the harness says so', async () => {
    const failed = await listFailures(commitsSuite, gitHarness, keepHead)
    expect(groupsOf(failed)).toEqual(['connection cut', 'time limits', 'error mapping'])
    expect(failed.every(({ error }) => error.includes('"silent"'))).toBe(true)
    expect(await listFailures(commitsSuite, { ...gitHarness, silent: ['commits.head'] }, keepHead)).toEqual(
      [],
    )
  })
})

// A store that forgets what it replaces.
function forget(setup: ArchiveSetup): ArchiveSetup {
  const { archive } = setup.endpoint
  return { ...setup, endpoint: { ...setup.endpoint, archive: archive && { ...archive, history: undefined } } }
}

// An endpoint that has read its commit when it was connected.
function keepHead(setup: CommitsSetup): CommitsSetup {
  const { endpoint } = setup
  let head: Commit = { id: 'first', subject: 'Start', author: 'dev', at: '2026-01-01T00:00:00Z' }
  return {
    ...setup,
    async commit(units, subject) {
      head = { ...head, id: await setup.commit(units, subject), subject }
      return head.id
    },
    endpoint: {
      ...endpoint,
      commits: endpoint.commits && {
        ...endpoint.commits,
        async head(call) {
          checkAborted(call, endpoint.name)
          return head
        },
      },
    },
  }
}

function groupsOf(failed: readonly { readonly group: string | undefined }[]) {
  return [...new Set(failed.map(({ group }) => group))]
}
