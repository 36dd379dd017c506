import type { FileEdit } from '../../contract/source-editor.ts'
import type { ReportedFile } from '../../report/flow-report.ts'
import { formatUnifiedDiff } from '../../report/format-unified-diff.ts'

/** What a dry run says of the files that it would change; one that holds a Secret is named, and not shown. */
export function reportFiles(
  files: readonly FileEdit[],
  before: ReadonlyMap<string, string> | undefined,
): readonly ReportedFile[] {
  return files.map((file) => reportFile(file, before))
}

function reportFile(file: FileEdit, before: ReadonlyMap<string, string> | undefined): ReportedFile {
  const text = file.kind === 'write' ? file.text : undefined
  const { path } = file
  const old = before?.get(path)
  if (holdsSecret(text) || holdsSecret(old)) {
    return { path, ...(text === undefined ? {} : { text: '<withheld: the file holds a Secret>' }) }
  }
  const names = {
    left: old === undefined ? '/dev/null' : `a/${path}`,
    right: text === undefined ? '/dev/null' : `b/${path}`,
  }
  const diff = before && formatUnifiedDiff({ left: old ?? '', right: text ?? '' }, { names })
  return { path, text, diff }
}

// What kustomize makes a Secret of is one, too.
function holdsSecret(text: string | undefined): boolean {
  return text !== undefined && /^\s*(- )?kind:\s*["']?Secret\b|^secretGenerator:/m.test(text)
}
