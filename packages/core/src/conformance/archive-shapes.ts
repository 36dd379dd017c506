import { type ArchiveSetup, archiveOf, save } from './archive-setup.ts'
import { check, checkEqual } from './check.ts'
import type { Register } from './register.ts'
import { largeText, oddText } from './sample-text.ts'

/** Registers the groups about what is saved: large, empty and odd texts. */
export function describeArchiveShapes({ group, test }: Register<ArchiveSetup>): void {
  group('large units', () => {
    test('keeps a text of half a mebibyte', async (setup) => {
      await save(setup, { 'base/web.yaml': largeText() }, undefined)
      const text = (await archiveOf(setup).load(setup.call))?.files['base/web.yaml']
      checkEqual(text?.length, largeText().length, 'length of the loaded text')
      check(text === largeText(), 'the loaded text is another one')
    })
  })

  group('empty configuration', () => {
    test('keeps a text that is empty', async (setup) => {
      const files = { 'archive.json': '{}\n', 'base/web.yaml': '' }
      await save(setup, files, undefined)
      checkEqual((await archiveOf(setup).load(setup.call))?.files, files, 'loaded texts')
    })
  })

  group('unicode and odd names', () => {
    test('keeps names that are no usual words, and every character of a text', async (setup) => {
      const names = ['base/constructor.yaml', 'base/null.yaml', 'base/a b.yaml', 'offered/1/0.yaml']
      const files = Object.fromEntries(names.map((name) => [name, oddText('web')]))
      await save(setup, files, undefined)
      checkEqual((await archiveOf(setup).load(setup.call))?.files, files, 'loaded texts')
    })
  })
}
