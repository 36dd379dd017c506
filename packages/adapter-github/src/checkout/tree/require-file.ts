import { renderFailed } from '../render-failed.ts'

/** Throws a TidewayError for an entry of a Git tree that is no regular file; `mode` is as Git stores it. */
export function requireFile(path: string, mode: string): void {
  if (mode.startsWith('100')) return
  const what = mode === '120000' ? 'a symbolic link' : 'a submodule'
  throw renderFailed({ path }, `it is ${what}, which is not followed`, 'put the file itself there')
}
