import type { Archive } from '../contract/archive-store.ts'
import { check } from './check.ts'
import type { HarnessSetup } from './harness.ts'
import { requireMember } from './require-member.ts'

/** A store that may keep an archive, for `archiveSuite`; it has none at first. */
export interface ArchiveSetup extends HarnessSetup {
  /** The texts that the store holds; undefined where there is no archive. */
  readBack(): Promise<Readonly<Record<string, string>> | undefined>
}

/** What is saved first, and what replaces it. */
export const first: Readonly<Record<string, string>> = {
  'archive.json': '{}\n',
  'base/web.yaml': 'text: Grüße “€” \n\t',
  'base/db.yaml': 'no line end',
}
export const second: Readonly<Record<string, string>> = {
  'archive.json': '{"serial":2}\n',
  'offered/7/web.yaml': 'replicas: 3\n',
}

/** The archive under test. */
export function archiveOf(setup: ArchiveSetup): Archive {
  return requireMember(setup.endpoint.archive, 'archive')
}

/** Saves, expects that it is saved, and answers the token. */
export async function save(
  setup: ArchiveSetup,
  files: Readonly<Record<string, string>>,
  expected: string | undefined,
): Promise<string> {
  const outcome = await archiveOf(setup).save(files, expected, 'Conformance test', setup.call)
  check(outcome.kind === 'saved', `the save ended with "${outcome.kind}"`)
  return outcome.token
}
