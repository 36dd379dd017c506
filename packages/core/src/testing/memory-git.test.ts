import { describe, expect, it } from 'vitest'
import type { Proposal } from '../contract/proposal-sink.ts'
import { createMemoryGit } from './memory-git.ts'
import { createTestCall } from './test-call.ts'

const call = createTestCall()
const path = 'prod/web.yaml'
const text = (replicas: number, image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n  strategy: {}\n  paused: true\n  image: ${image}\n`

function propose(base: string, replicas: number): Proposal {
  const files = [{ kind: 'write', path, text: text(replicas, 'one') }] as const
  return { title: 'sync', body: '', labels: [], base, files, message: 'sync', digest: `d${replicas}` }
}

async function open(git: ReturnType<typeof createMemoryGit>, replicas: number): Promise<string> {
  const outcome = await git.endpoint('prod').proposals.reconcile(propose(git.main(), replicas), call)
  if (outcome.kind !== 'opened') throw new Error(outcome.kind)
  return outcome.id
}

describe('createMemoryGit', () => {
  it('binds an endpoint to the commit that was the newest, or to an older one', async () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one') } })
    const [first, endpoint] = [git.main(), git.endpoint('prod')]
    const second = git.commit({ [path]: text(2, 'one') }, 'Scale up')
    expect((await endpoint.commits.head(call)).id).toBe(first)
    expect((await git.endpoint('prod', { commit: first }).commits.head(call)).id).toBe(first)
    expect(await git.endpoint('prod').commits.head(call)).toMatchObject({ id: second, subject: 'Scale up' })
    expect(second).toMatch(/^[0-9a-f]{40}$/)
  })

  it('tells how commits stand to each other', async () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one') } })
    const first = git.main()
    const id = await open(git, 3)
    const tip = git.proposals()[0]?.tip ?? ''
    const second = git.commit({ 'README.md': '' }, 'Read me')
    const { relation } = git.endpoint('prod').commits
    const squashed = git.merge(id, { squash: true })
    expect(await relation(first, first, call)).toBe('same')
    expect(await relation(second, first, call)).toBe('descends')
    expect(await relation(first, second, call)).toBe('precedes')
    expect(await relation(squashed, tip, call)).toBe('diverged')
    expect(await relation(first, 'elsewhere', call)).toBe('unknown')
  })

  it('merges a late proposal with what main changed elsewhere, and refuses what conflicts', async () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one') } })
    const late = await open(git, 3)
    git.commit({ [path]: text(1, 'two') }, 'Bump')
    const merged = git.merge(late)
    expect(git.tree(merged)[path]).toBe(text(3, 'two'))
    expect(await git.endpoint('prod').proposals.state(late, call)).toEqual({
      kind: 'merged',
      commit: merged,
      digest: 'd3',
    })
    const conflicting = await open(git, 4)
    git.commit({ [path]: text(5, 'two') }, 'Scale up')
    expect(git.merge(conflicting)).toBe('conflict')
    expect(git.tree()[path]).toBe(text(5, 'two'))
  })

  it('reverts a commit and keeps what came after it', () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one') } })
    const scaled = git.commit({ [path]: text(2, 'one') }, 'Scale up')
    git.commit({ [path]: text(2, 'two') }, 'Bump')
    git.revert(scaled)
    expect(git.tree()[path]).toBe(text(1, 'two'))
    git.commit({ [path]: text(7, 'two') }, 'Scale far up')
    expect(git.revert(scaled)).toBe('conflict')
  })

  it('reverts a merged proposal against what main was before', async () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one') } })
    const merged = git.merge(await open(git, 3))
    git.revert(merged === 'conflict' ? '' : merged)
    expect(git.tree()[path]).toBe(text(1, 'one'))
  })

  it('edits the file of a unit, and lists what it cannot edit', async () => {
    const git = createMemoryGit({ files: { [path]: text(1, 'one'), 'prod/old.yaml': 'a: 1\n' } })
    const resource = 'Deployment.apps//web'
    const edits = await git.endpoint('prod').editor.edit(
      [
        {
          kind: 'update',
          unit: 'web',
          edits: [
            { resource, path: ['spec', 'replicas'], value: 9 },
            { resource: 'Deployment.apps//nothing', path: ['spec', 'replicas'], value: 9 },
          ],
        },
        { kind: 'update', unit: 'missing', edits: [] },
        { kind: 'delete', unit: 'old' },
        { kind: 'add', unit: 'fresh', text: 'b: 2\n' },
      ],
      call,
    )
    expect(edits.files).toEqual([
      { kind: 'write', path, text: text(9, 'one') },
      { kind: 'delete', path: 'prod/old.yaml' },
      { kind: 'write', path: 'prod/fresh.yaml', text: 'b: 2\n' },
    ])
    expect(edits.unresolved).toMatchObject([
      { unit: 'web', resource: 'Deployment.apps//nothing', path: '/spec/replicas' },
      { unit: 'missing' },
    ])
  })
})
