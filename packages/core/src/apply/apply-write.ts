import type { Call } from '../contract/call.ts'
import type { History } from '../contract/history.ts'
import type { Sink, UnitWrite, WriteOutcome } from '../contract/sink.ts'
import type { Source } from '../contract/source.ts'
import type { RevisionToken, UnitRef } from '../contract/unit-ref.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { PlannedWrite } from '../plan/planned-write.ts'
import { refuseReadOnly } from './refuse-read-only.ts'

/** A store that can be written and read again. */
export interface WritableStore {
  readonly source: Source
  readonly sink: Sink
  readonly history?: History | undefined
}

/**
 * Sends one planned write. An outcome that nobody knows is looked up: the store holds the planned text, still
 * the expected one, or another writer's.
 * Throws `TIDEWAY_DIGEST_MISMATCH` for a text that is not the planned one, `TIDEWAY_READ_ONLY` in a read-only run.
 */
export async function applyWrite(
  store: WritableStore,
  write: PlannedWrite,
  text: string,
  call: Call,
): Promise<WriteOutcome> {
  refuseReadOnly(call, `unit ${write.unit} would be written`)
  if (call.sha256(text) !== write.digest) throw digestMismatch(write.unit)
  const outcome = await send(store.sink, unitWrite(write, text), call)
  return outcome.kind === 'unknown' ? lookUp(store, write, outcome, call) : outcome
}

async function send(sink: Sink, write: UnitWrite, call: Call): Promise<WriteOutcome> {
  for await (const outcome of sink.write([write], call)) return outcome
  return { kind: 'unknown', key: write.key }
}

async function lookUp(
  store: WritableStore,
  write: PlannedWrite,
  outcome: WriteOutcome,
  call: Call,
): Promise<WriteOutcome> {
  for await (const result of store.source.read([write.ref], call)) {
    if (result.kind === 'unreadable') return outcome
    const head = result.kind === 'unit' ? result.head : undefined
    if (head === undefined && write.kind === 'purge') return { kind: 'written', key: outcome.key }
    if (head?.digest === write.digest) return { kind: 'written', key: outcome.key, revision: head.revision }
    // An empty unit is an absent one: a creation that broke off can leave it behind.
    const isAbsent = head === undefined || head.digest === call.sha256('')
    const isAsExpected = write.expected === 'absent' ? isAbsent : head?.revision === write.expected
    if (isAsExpected) return { ...outcome, kind: 'not-tried' }
    const revision = head && (await findWritten(store.history, write, head.ref, call))
    return revision === undefined
      ? { ...outcome, kind: 'lost-race' }
      : { kind: 'written', key: outcome.key, revision }
  }
  return outcome
}

// The head may be another writer's by now, or the server's own, and the write below it.
async function findWritten(
  history: History | undefined,
  write: PlannedWrite,
  ref: UnitRef,
  call: Call,
): Promise<RevisionToken | undefined> {
  if (history === undefined) return undefined
  for await (const item of history.revisions(ref, call)) {
    if (item.digest === write.digest) return item.revision
    if (item.revision === write.expected) return undefined
  }
  return undefined
}

function unitWrite(write: PlannedWrite, text: string): UnitWrite {
  const common = { key: write.unit, ref: write.ref, expected: write.expected }
  if (write.kind === 'purge') return { ...common, kind: 'purge' }
  const described = { ...common, description: write.description }
  return write.kind === 'withdraw'
    ? { ...described, kind: 'withdraw' }
    : { ...described, kind: write.kind, text }
}

function digestMismatch(unit: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_DIGEST_MISMATCH',
    message: `the text derived for unit ${unit} is not the text that was planned`,
    next: 'plan again: something moved in between',
  })
}
