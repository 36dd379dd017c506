import type { Archive } from '../contract/archive-store.ts'
import type { BoundInterceptor } from './interceptor.ts'

/** Wraps every method of an archive, and of its history where it has one. */
export function interceptArchive(archive: Archive, { ask, stream }: BoundInterceptor): Archive {
  const { history } = archive
  return {
    load: (call) => ask('archive.load', call, () => archive.load(call)),
    token: (call) => ask('archive.token', call, () => archive.token(call)),
    save: (files, expected, message, call) =>
      ask('archive.save', call, () => archive.save(files, expected, message, call)),
    history: history && {
      saves: (call) => stream('archive.history.saves', call, () => history.saves(call)),
      filesAt: (token, call) => ask('archive.history.filesAt', call, () => history.filesAt(token, call)),
    },
  }
}
