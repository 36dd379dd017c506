import type { Provocation } from '@tideway/core/conformance'
import { archiveRef } from '../git/archive-ref.ts'
import type { Fault } from '../testing/emulator/faults/fault.ts'
import type { TestGitHub } from './start-test-github.ts'

const always = Number.MAX_SAFE_INTEGER

const failures = new Map<Provocation, Fault>([
  ['unauthorized', { kind: 'status', status: 401, message: 'Bad credentials' }],
  ['forbidden', { kind: 'status', status: 403, message: 'Resource not accessible by integration' }],
  ['rate-limited', { kind: 'too-many-requests', retryAfter: 60 }],
  ['unavailable', { kind: 'cut-before' }],
  ['invalid-request', { kind: 'status', status: 422, message: 'Validation Failed' }],
  ['invalid-response', { kind: 'html', status: 200 }],
])

/** What {@link provokeGitHub} brings about. */
export const provocations: readonly Provocation[] = [
  'unreadable',
  'lost-answer',
  'connection-cut',
  'stalled',
  ...failures.keys(),
]

/** Brings about a fault of GitHub; `refUpdate` is the path of the requests that move refs, `nth` the request to cut. */
export async function provokeGitHub(
  world: TestGitHub,
  what: Provocation,
  refUpdate: RegExp,
  nth: number,
): Promise<void> {
  const { emulator, repository } = world.github
  const fault = failures.get(what)
  if (fault !== undefined) emulator.faults.add({ times: always, fault })
  if (what === 'stalled')
    emulator.faults.add({ times: always, fault: { kind: 'latency', milliseconds: 300 } })
  if (what === 'connection-cut') emulator.faults.add({ skip: nth - 1, fault: { kind: 'cut-after' } })
  if (what === 'unreadable') {
    await repository.commitFiles('odd', { 'archive.json': new Uint8Array([0xff]) }, 'Not text')
    await repository.git(['update-ref', archiveRef('prod'), 'odd'])
  }
  if (what === 'lost-answer') {
    // The ref is moved, and then nothing is heard for a moment.
    let isCut = false
    emulator.faults.add({
      match: ({ method, path }) => {
        const isHit = isCut
        isCut ||= method !== 'GET' && refUpdate.test(path)
        return isHit
      },
      times: 1,
      fault: { kind: 'cut-before' },
    })
    emulator.faults.add({
      match: ({ method, path }) => method !== 'GET' && refUpdate.test(path),
      fault: { kind: 'cut-after' },
    })
  }
}
