import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import { checkAborted } from './check-aborted.ts'
import type { FileTree } from './merge-trees.ts'

/** The path of a unit's file in a repository in memory. */
export function unitPath(environment: string, unit: string): string {
  return `${environment}/${unit}.yaml`
}

/** Reads the files `<environment>/<unit>.yaml` of a tree as a Source; a revision token is the digest of the text. */
export function createTreeSource(name: string, environment: string, tree: FileTree): Source {
  const units = Object.keys(tree).flatMap((path) => {
    const [folder, file, ...rest] = path.split('/')
    const isUnit = folder === environment && rest.length === 0 && file?.endsWith('.yaml') === true
    return isUnit ? [file.slice(0, -'.yaml'.length)] : []
  })
  const headOf = (unit: string, text: string, call: Call): UnitHead => {
    const digest = call.sha256(text)
    return { ref: { unit }, revision: digest, digest, labels: {}, annotations: {} }
  }
  return {
    async *list(query, call) {
      checkAborted(call, name)
      for (const unit of units) {
        if (query.units?.includes(unit) === false) continue
        yield { kind: 'unit', head: headOf(unit, tree[unitPath(environment, unit)] ?? '', call) }
        checkAborted(call, name)
      }
      yield { kind: 'complete' }
    },
    async *read(refs, call) {
      for (const ref of refs) {
        checkAborted(call, name)
        const text = tree[unitPath(environment, ref.unit)]
        if (text === undefined) yield { kind: 'absent', ref }
        else yield { kind: 'unit', head: headOf(ref.unit, text, call), text }
      }
    },
  }
}
