import { TidewayError } from '../errors/tideway-error.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import {
  openProposal as open,
  type ProposalSetup,
  proposalsOf,
  proposeChange as propose,
  seeded,
} from './proposal-setup.ts'
import type { Register } from './register.ts'
import { largeText, oddText } from './sample-text.ts'

/** Registers the groups about what is proposed, large and odd files, and about a run that may not propose. */
export function describeProposalShapes({ group, test }: Register<ProposalSetup>): void {
  group('large units', () => {
    test('proposes a file of half a mebibyte', async (setup) => {
      const files = [{ kind: 'write', path: 'prod/web.yaml', text: largeText() }] as const
      await open(setup, { ...(await propose(setup)), files })
      const text = (await setup.readBack())[0]?.files['prod/web.yaml']
      checkEqual(text?.length, largeText().length, 'length of the proposed text')
      check(text === largeText(), 'the proposed text is another one')
    })
  })

  group('unicode and odd names', () => {
    test('keeps every character of paths, texts, title and body', async (setup) => {
      const paths = ['prod/a b.yaml', 'prod/grün/constructor.yaml', 'prod/#?&%41.yaml']
      const title = 'sync: e\u0301 \u{1d4b3} 👩‍👩‍👧 "quoted"'
      const body = 'Größe: <b>`$x`</b> %00\n'
      const files = paths.map((path) => ({ kind: 'write', path, text: oddText('web') }) as const)
      await open(setup, { ...(await propose(setup)), files, title, body })
      const [only] = await setup.readBack()
      checkEqual([only?.title, only?.body], [title, body], 'title and body')
      const written = Object.fromEntries(paths.map((path) => [path, oddText('web')]))
      checkEqual(only?.files, { ...seeded, ...written }, 'files')
    })
  })

  group('read-only run', () => {
    test('refuses to propose in a run that may only read, without effect', async (setup) => {
      const wanted = await propose(setup)
      const call = { ...setup.call, readOnly: true }
      const error = await catchError(() => proposalsOf(setup).reconcile(wanted, call))
      check(TidewayError.isInstance(error), `the proposal was not refused: ${String(error)}`)
      checkEqual(await setup.readBack(), [], 'proposals')
    })
  })
}
