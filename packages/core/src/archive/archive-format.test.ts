import { describe, expect, it } from 'vitest'
import { formatArchive, readArchive } from './archive-format.ts'
import type { ArchiveState } from './archive-state.ts'

const full: ArchiveState = {
  serial: 7,
  commit: 'c0ffee',
  units: {
    lambda: {
      base: { text: 'a: 1\n', unknown: ['/ConfigMap~1x~1y/data/b'] },
      absence: { side: 'left', state: 'missing' },
      open: [{ path: '/ConfigMap~1x~1y/data/c', kind: 'person', name: 'sre', at: '2026-01-01', by: '4' }],
      revision: '4',
    },
    gone: { base: { text: '', unknown: [''] }, open: [] },
  },
  offers: [
    {
      proposal: 'o/r#3',
      digest: 'd',
      units: [{ unit: 'lambda', revision: '4', text: 'a: 2\n', paths: ['/ConfigMap~1x~1y/data/a'] }],
    },
  ],
  declined: ['e'],
  intent: {
    runId: 'r',
    commit: 'c0ffee',
    units: [
      {
        unit: 'lambda',
        digest: 'f',
        expected: '4',
        base: { text: 'a: 3\n', unknown: [] },
        paths: ['/ConfigMap~1x~1y/data/a'],
      },
    ],
  },
}

describe('formatArchive', () => {
  it('keeps everything that it is given', () => {
    expect(readArchive({ token: 't', files: formatArchive(full) })).toEqual(full)
  })

  it('writes one readable file per base', () => {
    expect(Object.keys(formatArchive(full)).sort()).toEqual([
      'archive.json',
      'base/lambda.yaml',
      'intent/lambda.yaml',
      'offered/d/lambda.yaml',
    ])
  })

  it.each([
    ['no archive.json', {}],
    ['no JSON', { 'archive.json': '{' }],
    ['another form', { 'archive.json': '{"version":2}' }],
  ])('refuses %s by name', (_, files) => {
    expect(() => readArchive({ token: 't', files })).toThrow(/^TIDEWAY_ARCHIVE_UNREADABLE/)
  })
})
