import { expect } from 'vitest'
import { deepEqual } from '../model/deep-equal.ts'
import { defaultParseLimits } from './parse-limits.ts'
import { readBlockStream } from './read-block-stream.ts'
import { readDocuments } from './read-documents.ts'

/** Checks that the block reader answers as the full one does, where it answers; tells whether it did. */
export function expectAgreement(text: string): boolean {
  const quick = readBlockStream(text, defaultParseLimits)
  if (quick === undefined) return false
  const { documents, place } = readDocuments(text)
  const full = documents.flatMap(({ node, value }) => {
    if (value === null) return []
    return [{ value, line: place.lines.linePos(node.contents?.range[0] ?? 0).line }]
  })
  expect(quick.map(({ line }) => line)).toEqual(full.map(({ line }) => line))
  for (const [index, { value }] of quick.entries()) {
    const other = full[index]?.value
    if (!deepEqual(value, other) || keys(value) !== keys(other)) expect(value).toEqual(other)
  }
  return true
}

// Keys in their order: they are part of what is read.
function keys(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item))
}
