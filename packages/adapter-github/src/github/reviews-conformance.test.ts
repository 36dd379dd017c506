import { reviewSuite } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { describe, it } from 'vitest'
import { startTestGitHub } from './start-test-github.ts'

const marker = /\n\n<!-- tideway:comment=[^>]* -->$/
const states = ['success', 'failure', 'error'] as const

reviewSuite(
  { describe, it },
  {
    name: 'GitHub',
    provokes: ['unauthorized', 'unavailable', 'rate-limited', 'lost-answer', 'connection-cut'],
    secrets: ['write-token'],
    setup: async () => {
      const world = await startTestGitHub()
      const { emulator, repository } = world.github
      const push = async (text: string) =>
        repository.commitFiles('feature', { 'app/a.yaml': text }, 'Feature')
      let head = await push('a: 5\n')
      await world.github.call('POST', 'pulls', { title: 'Feature', head: 'feature', base: 'main' })
      return {
        endpoint: await world.connect(),
        call: createTestCall(),
        pull: '1',
        push: async () => {
          head = await push('a: 6\n')
        },
        readBack: async () => ({
          comments: repository.comments(1).map(({ body }) => body.replace(marker, '')),
          // GitHub keeps every status; the newest of a name is the one that counts.
          checks: [...new Map(repository.statuses(head).map((one) => [one.context, one])).values()].map(
            ({ context, state, description }) => ({
              name: context,
              state: states.find((one) => one === state) ?? 'error',
              summary: description ?? '',
            }),
          ),
        }),
        requests: () => emulator.requests.length,
        provoke: (what, nth) => {
          const times = Number.MAX_SAFE_INTEGER
          if (what === 'lost-answer') {
            emulator.faults.add({
              match: { method: 'POST', path: /comments$/ },
              fault: { kind: 'cut-after' },
            })
          } else if (what === 'connection-cut') {
            emulator.faults.add({ skip: Number(nth) - 1, fault: { kind: 'cut-after' } })
          } else if (what === 'unavailable') emulator.faults.add({ times, fault: { kind: 'cut-before' } })
          else if (what === 'rate-limited') {
            emulator.faults.add({ times, fault: { kind: 'too-many-requests', retryAfter: 60 } })
          } else
            emulator.faults.add({ times, fault: { kind: 'status', status: 401, message: 'Bad credentials' } })
        },
        close: () => world.github.close(),
      }
    },
  },
)
