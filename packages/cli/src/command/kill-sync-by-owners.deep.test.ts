import { describe, expect, it } from 'vitest'
import { openEmulatedWorld } from '../decision-table/open-emulated-world.ts'
import type { TableUnits } from '../decision-table/table-units.ts'
import { killAtEveryRequest } from './kill-at-every-request.fixture.ts'

const pairOf = (size: number): TableUnits => ({
  web: { web: { size, wait: 3 } },
  api: { api: { size, wait: 3 } },
})

describe.each(['before', 'after'] as const)(
  'a sync by owners that is killed %s a request takes effect, and run again',
  (moment) => {
    it('keeps one pull request per owner true, and asks each owner once', async () => {
      const teams = ['api', 'web']
      const world = await openEmulatedWorld({
        agreed: pairOf(0),
        syncSettings: { groupBy: 'codeowners', reviewers: 'codeowners' },
        owners: teams.map((team) => `/manifests/${team}.yaml @acme/${team}\n`).join(''),
      })
      await world.publish(0)
      const { git, repository } = world.project
      const requests = await killAtEveryRequest(world.project, {
        moment,
        // A round of two pull requests takes seconds.
        every: 8,
        words: ['sync'],
        prepare: async (number) => world.operate(pairOf(number)),
        async expectEnd(number) {
          const open = (await repository.pulls()).filter(({ state }) => state === 'open')
          expect(open.map(({ headRef }) => headRef).sort()).toEqual(
            teams.map((team) => `sync/prod--acme.${team}`),
          )
          for (const { headRef, headSha, labels, reviewEvents } of open) {
            const team = headRef.replace(/^.*[.]/, '')
            expect(labels).toEqual(['sync', 'confighub', 'automated'])
            expect(reviewEvents.map(({ event, who }) => [event, who])).toEqual([['review_requested', team]])
            const files = await repository.files(headSha)
            const sizes = teams.map(
              (unit) => /size: "(\d+)"/.exec(files[`manifests/${unit}.yaml`] ?? '')?.[1],
            )
            expect(sizes).toEqual(teams.map((unit) => String(unit === team ? number : number - 1)))
          }
          for (const { number: pull } of number % 2 === 0 ? open : open.toReversed())
            await repository.mergePull(pull)
          git('pull', '--quiet')
          expect((await world.sync()).outcome).toBe('nothing-to-do')
          expect(await repository.pulls()).toHaveLength(2 * number)
        },
      })
      expect(requests).toBeGreaterThan(20)
      await world.project.close()
    })
  },
)
