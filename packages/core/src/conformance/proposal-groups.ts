import type { ProposalSink } from '../contract/proposal-sink.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { groupsOf, type ProposalSetup, proposalsOf, proposeChange } from './proposal-setup.ts'
import type { Register } from './register.ts'

/** What has to hold of the proposals of groups, where a store keeps any. */
export function describeGroups({ group, having }: Register<ProposalSetup>): void {
  const { test } = having('proposals.groups')
  group('groups', () => {
    test('keeps the proposal of each group by itself, beside the whole environment’s', async (setup) => {
      const whole = proposalsOf(setup)
      const groups = groupsOf(setup)
      const wanted = await proposeChange(setup)
      const sinks = { web: groups.group('web'), ops: groups.group('acme.ops__dora') }
      const openIn = async (sink: ProposalSink, name: string) => {
        const files = [{ kind: 'write', path: `prod/${name}.yaml`, text: `new: ${name}\n` }] as const
        const outcome = await sink.reconcile({ ...wanted, files, digest: name }, setup.call)
        check(outcome.kind === 'opened', `the proposal of ${name} was not opened, but "${outcome.kind}"`)
        return outcome.id
      }
      const web = await openIn(sinks.web, 'web')
      const ops = await openIn(sinks.ops, 'ops')
      const all = await openIn(whole, 'all')
      checkEqual([...(await groups.names(setup.call))].sort(), ['acme.ops__dora', 'web'], 'groups')
      checkEqual(
        (await setup.readBack()).map(({ id, state, files }) => [id, state, Object.keys(files).length]),
        [
          [web, 'open', 3],
          [ops, 'open', 4],
          [all, 'open', 4],
        ],
        'proposals',
      )
      checkEqual((await sinks.ops.find('ops', setup.call)) ?? 'none', ops, 'found')
      checkEqual((await sinks.ops.find('web', setup.call)) ?? 'none', 'none', 'found in another group')
      await setup.merge(web)
      checkEqual((await sinks.web.state(web, setup.call)).kind, 'merged', 'state of the merged one')
      await sinks.ops.close('Nothing is left.', setup.call)
      checkEqual(
        (await setup.readBack()).map(({ state }) => state),
        ['merged', 'closed', 'open'],
        'states',
      )
      check(!(await groups.names(setup.call)).includes('acme.ops__dora'), 'a closed group is still named')
    })
    test('refuses a group that no branch can be named after', async (setup) => {
      const groups = groupsOf(setup)
      for (const name of ['', '..', 'a/b', 'a--b']) {
        const error = await catchError(async () => groups.group(name))
        check(TidewayError.isInstance(error), `the group ${JSON.stringify(name)} was not refused`)
      }
    })
  })
}
