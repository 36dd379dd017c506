import { type Document, isMap, isNode, isSeq, visit } from 'yaml'
import { kubernetesLayout, type YamlLayout } from '../parse/format-value.ts'
import { entryStart } from './slot.ts'
import { columnOf, isFirstOnLine } from './text-line.ts'

/** How a document is indented, from its first nested map and list; `kubernetesLayout` where it has none. */
export function detectLayout(text: string, document: Document.Parsed): YamlLayout {
  let indent: number | undefined
  let listIndent: number | undefined
  visit(document, {
    Pair(_, pair) {
      const start = isNode(pair.value) && pair.value.range ? pair.value.range[0] : 0
      if (!isFirstOnLine(text, start)) return undefined
      const step = columnOf(text, start) - columnOf(text, entryStart(pair))
      if (isMap(pair.value) && pair.value.flow !== true && step > 0) indent ??= step
      if (isSeq(pair.value) && pair.value.flow !== true && step >= 0) listIndent ??= step
      return indent !== undefined && listIndent !== undefined ? visit.BREAK : undefined
    },
  })
  return {
    indent: indent ?? kubernetesLayout.indent,
    listIndent: listIndent ?? kubernetesLayout.listIndent,
  }
}
