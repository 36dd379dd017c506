import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createDeliverer,
  createKubernetesEmulator,
  kubeconfigFor,
  serve,
} from '@tideway/adapter-kubernetes/testing'
import { describe, expect, it } from 'vitest'
import { openEmulatedWorld } from '../decision-table/open-emulated-world.ts'
import type { TableUnits } from '../decision-table/table-units.ts'
import { killAtEveryRequest } from './kill-at-every-request.fixture.ts'
import type { DeathMoment } from './request-gate.ts'

const web = (size: number): TableUnits => ({ web: { web: { size, wait: 3 } } })

/** Registers what holds of every flow that is killed at any of its requests, before or after it takes effect. */
export function describeKills(moment: DeathMoment): void {
  describe(`a run that is killed ${moment} a request takes effect, and run again`, () => {
    it('publishes every change once: an update, a merge, a creation, a deletion', async () => {
      const world = await openEmulatedWorld({ agreed: unitsOf(0, 3), policy: 'merge' })
      await world.publish(0)
      const { confighub } = world.project
      const requests = await killAtEveryRequest(world.project, {
        moment,
        words: ['publish', '--max-deletes', '1'],
        async prepare(number) {
          await world.develop(unitsOf(number, 3), `Round ${number}`)
          const { api, ...others } = world.confighub()
          world.operate({ ...others, api: { api: { ...api?.['api'], wait: number + 10 } } })
        },
        async expectEnd(number) {
          expect(world.confighub()).toEqual(unitsOf(number, number + 10))
          const revisions = confighub.read('app-prod', 'web')?.revisions.filter(({ text }) => text !== '')
          expect(revisions?.map(({ text }) => /size: "(\d+)"/.exec(text)?.[1])).toEqual(
            Array.from({ length: number + 1 }, (_, round) => String(round)),
          )
          const before = world.writes()
          await world.publish(1)
          expect(world.writes()).toBe(before)
        },
      })
      expect(requests).toBeGreaterThan(15)
      await world.project.close()
    })

    it.each([
      ['a new pull request', true],
      ['the open pull request', false],
    ])('keeps %s true', async (_, merges) => {
      const world = await openEmulatedWorld({ agreed: web(0) })
      await world.publish(0)
      const { git, repository } = world.project
      const requests = await killAtEveryRequest(world.project, {
        moment,
        words: ['sync'],
        prepare: async (number) => world.operate(web(number)),
        async expectEnd(number) {
          expect(await world.proposed()).toEqual(web(number))
          const pulls = await repository.pulls()
          expect(pulls.map(({ labels }) => labels)).toEqual(
            Array.from({ length: merges ? number : 1 }, () => ['sync', 'confighub', 'automated']),
          )
          if (!merges) return
          await repository.mergePull(number)
          git('pull', '--quiet')
          expect((await world.sync()).outcome).toBe('nothing-to-do')
        },
      })
      expect(requests).toBeGreaterThan(10)
      await world.project.close()
    })

    it('captures what drifted once, with its record', async () => {
      const world = await openEmulatedWorld({ agreed: web(0) })
      await world.publish(0)
      const { confighub, directory, gate } = world.project
      const cluster = createKubernetesEmulator({ now: () => new Date() })
      const served = await serve(gate.guard((request) => cluster.handle(request)))
      const kubeconfig = join(directory, '..', 'kubeconfig')
      writeFileSync(kubeconfig, kubeconfigFor({ server: served.url, context: 'test' }))
      const deliverer = createDeliverer({ handle: (request) => cluster.handle(request) })
      const head = () => confighub.read('app-prod', 'web')
      const requests = await killAtEveryRequest(world.project, {
        moment,
        words: ['capture', '--tag', 'break-glass', '--incident', 'INC-7'],
        variables: { KUBECONFIG: kubeconfig },
        async prepare(number) {
          const { text = '', revisions = [] } = head() ?? {}
          const revision = revisions.at(-1)?.RevisionNum ?? 0
          await deliverer.deliver([{ space: 'app-prod', unit: 'web', revision, text }])
          const reference = { kind: 'ConfigMap', namespace: 'default', name: 'web' }
          cluster.edit(reference, { data: { size: String(number) } }, { manager: 'kubectl-edit' })
        },
        async expectEnd(number) {
          expect(world.confighub()).toEqual(web(number))
          const captured = head()?.revisions.filter(({ Description }) =>
            Description.startsWith('break-glass'),
          )
          expect(captured).toHaveLength(number)
          expect(Object.keys(head()?.Annotations ?? {}).sort()).toEqual([
            'drift-capture/incident',
            'drift-capture/source',
            'drift-capture/tag',
            'drift-capture/timestamp',
          ])
        },
      })
      expect(requests).toBeGreaterThan(5)
      cluster.endWatches()
      await served.close()
      await world.project.close()
    })
  })
}

/** The units of a round: Git changes one, a second one together with ConfigHub, adds one and drops one. */
function unitsOf(number: number, wait: number): TableUnits {
  const job = `job-${number}`
  return { ...web(number), api: { api: { size: number, wait } }, [job]: { [job]: { size: 1 } } }
}
