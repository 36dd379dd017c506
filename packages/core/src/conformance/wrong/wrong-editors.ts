import type { FileEdit, SourceEditor } from '../../contract/source-editor.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { blameStore } from './blame-store.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Source editors that each break one group of their suite. */
export const wrongEditors: Wrongs<SourceEditor> = {
  identity: (right) => ({
    ...right,
    async edit(wanted, call) {
      const { files, ...rest } = await right.edit(wanted, call)
      return { ...rest, files: files.filter((file) => file.kind === 'write') }
    },
  }),
  unresolved: (right) => ({
    ...right,
    edit: async (wanted, call) => ({ ...(await right.edit(wanted, call)), unresolved: [] }),
  }),
  // Reads files with the edits that it has found.
  reading: (right) => {
    const edited = new Map<string, string>()
    return {
      ...right,
      async edit(wanted, call) {
        const edits = await right.edit(wanted, call)
        for (const file of edits.files) if (file.kind === 'write') edited.set(file.path, file.text)
        return edits
      },
      read: async (paths, call) => new Map([...((await right.read?.(paths, call)) ?? []), ...edited]),
    }
  },
  'empty configuration': (right) => ({
    ...right,
    async edit(wanted, call) {
      const edits = await right.edit(wanted, call)
      const more: FileEdit = { kind: 'write', path: 'README.md', text: 'nothing to do\n' }
      return wanted.length === 0 ? { ...edits, files: [more] } : edits
    },
  }),
  'unicode and odd names': (right) => ({
    ...right,
    async edit(wanted, call) {
      const { files, ...rest } = await right.edit(wanted, call)
      const composed = files.map((file) =>
        file.kind === 'write' ? { ...file, text: file.text.normalize('NFC') } : file,
      )
      return { ...rest, files: composed }
    },
  }),
  // Finds nothing to edit where it had to look twice.
  'connection cut': (right) => ({
    ...right,
    edit: (wanted, call) =>
      right.edit(wanted, call).catch(async (error: unknown) => {
        if (!AdapterError.isInstance(error) || error.kind !== 'unavailable') throw error
        await right.edit(wanted, call)
        return { files: [], unresolved: [] }
      }),
  }),
  'time limits': (right) => ({
    ...right,
    edit: (wanted, call) => rethrow(() => right.edit(wanted, call), blameStore(call)),
  }),
  abort: (right) => ({ ...right, edit: (wanted, call) => right.edit(wanted, unaware(call)) }),
  'error mapping': (right) => ({
    ...right,
    edit: (wanted, call) => rethrow(() => right.edit(wanted, call), mislabel),
  }),
  'no secret in errors': (right) => ({
    ...right,
    edit: (wanted, call) => rethrow(() => right.edit(wanted, call), leak),
  }),
}
