import type { FileEdit, SourceEditor, SourceEdits, WantedUnit } from '../contract/source-editor.ts'
import { catchError } from './catch-error.ts'
import { check, checkEqual } from './check.ts'
import { describeContract } from './describe-contract.ts'
import { describeCuts } from './describe-cuts.ts'
import { describeErrors } from './describe-errors.ts'
import type { Harness, HarnessSetup } from './harness.ts'
import { createRegister } from './register.ts'
import { requireMember } from './require-member.ts'
import { oddText, sampleText } from './sample-text.ts'
import type { SuiteRunner } from './suite-runner.ts'

/** A repository without units, for {@link editorSuite}. */
export interface EditorSetup extends HarnessSetup {
  /** Commits the texts of these units; `endpoint` reads this commit from then on. */
  seed(units: Readonly<Record<string, string>>): Promise<void>
  /** Makes the edits in the files, and answers the text of every unit that is rendered then. */
  render(files: readonly FileEdit[]): Promise<Readonly<Record<string, string>>>
}

const units = { db: sampleText('db', 'kept'), web: sampleText('web', 'old') }
const update: WantedUnit = {
  kind: 'update',
  unit: 'web',
  edits: [{ resource: 'ConfigMap//web', path: ['data', 'value'], value: 'new' }],
}

/** Registers what every SourceEditor has to keep to. */
export function editorSuite(runner: SuiteRunner, harness: Harness<EditorSetup>): void {
  const register = createRegister(runner, harness)
  const { group, test, having } = register
  register.suite('editor', () => {
    describeContract(register, ['editor.owners', 'editor.read'])
    group('identity', () => {
      test('changes one unit and leaves the others as they were', async (setup) => {
        await setup.seed(units)
        const { files, unresolved } = await edit(setup, [update])
        checkEqual(unresolved, [], 'what is left unresolved')
        checkEqual(await setup.render(files), { ...units, web: sampleText('web', 'new') }, 'rendered units')
      })
      test('removes a unit, and the others stay', async (setup) => {
        await setup.seed(units)
        const { files } = await edit(setup, [{ kind: 'delete', unit: 'web' }])
        checkEqual(await setup.render(files), { db: units.db }, 'rendered units')
      })
    })

    group('unresolved', () => {
      test('brings about what is wanted, or says that it does not', async (setup) => {
        await setup.seed(units)
        const text = sampleText('cache', 'one')
        const nowhere = { ...update, unit: 'nothing' } as const
        const { files, unresolved } = await edit(setup, [{ kind: 'add', unit: 'cache', text }, nowhere])
        const told = unresolved.map(({ unit }) => unit)
        check(told.includes('nothing'), 'a change of a unit that is not there is not unresolved')
        const rendered = await setup.render(files)
        checkEqual(rendered, told.includes('cache') ? units : { ...units, cache: text }, 'rendered units')
      })
    })

    group('reading', () => {
      having('editor.read').test(
        'reads files as they are before its edits, and leaves out what is not there',
        async (setup) => {
          await setup.seed(units)
          const { files } = await edit(setup, [update])
          const paths = files.map(({ path }) => path)
          const read = await editorOf(setup).read?.([...paths, 'not/there.yaml'], setup.call)
          const before = requireMember(read, 'editor.read')
          checkEqual([...before.keys()].sort(), [...paths].sort(), 'paths')
          const after = new Map(files.map((file) => [file.path, 'text' in file ? file.text : '']))
          check(
            paths.every((path) => before.get(path) !== after.get(path)),
            'a file is read with its edits',
          )
        },
      )
    })

    group('empty configuration', () => {
      test('edits nothing where nothing is wanted', async (setup) => {
        await setup.seed(units)
        checkEqual((await edit(setup, [])).files, [], 'edits')
      })
    })

    group('unicode and odd names', () => {
      test('keeps every character beside an edit', async (setup) => {
        await setup.seed({ web: `# Größe: e\u0301 \u{1d4b3} 👩‍👩‍👧\n${units.web}`, odd: oddText('odd') })
        const { files } = await edit(setup, [update])
        checkEqual(
          await setup.render(files),
          { web: `# Größe: e\u0301 \u{1d4b3} 👩‍👩‍👧\n${sampleText('web', 'new')}`, odd: oddText('odd') },
          'rendered units',
        )
      })
    })

    describeCuts(register, {
      'editor.edit': {
        prepare: (setup) => setup.seed(units),
        run: (setup) =>
          catchError(async () => {
            const { files, unresolved } = await edit(setup, [update])
            checkEqual([files.length > 0, unresolved], [true, []], 'edits that were found')
          }),
      },
      'editor.read': {
        prepare: (setup) => setup.seed(units),
        run: (setup) => catchError(async () => editorOf(setup).read?.(['README.md'], setup.call)),
      },
      'editor.owners': {
        prepare: (setup) => setup.seed(units),
        run: (setup) => catchError(async () => editorOf(setup).owners?.(['README.md'], setup.call)),
      },
    })
    describeErrors(register, {
      requests: {
        'editor.edit': (setup, call) => catchError(() => editorOf(setup).edit([update], call)),
        'editor.read': (setup, call) => catchError(async () => editorOf(setup).read?.(['README.md'], call)),
        'editor.owners': (setup, call) =>
          catchError(async () => editorOf(setup).owners?.(['README.md'], call)),
      },
    })
  })
}

function editorOf(setup: EditorSetup): SourceEditor {
  return requireMember(setup.endpoint.editor, 'editor')
}

function edit(setup: EditorSetup, wanted: readonly WantedUnit[]): Promise<SourceEdits> {
  return editorOf(setup).edit(wanted, setup.call)
}
