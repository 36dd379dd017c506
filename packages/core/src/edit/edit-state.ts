import { isAlias, type Node, visit } from 'yaml'
import { TidewayError } from '../errors/tideway-error.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { Json } from '../model/json.ts'
import type { YamlLayout } from '../parse/format-value.ts'
import { readDocuments, type YamlDocument, type YamlStream } from '../parse/read-documents.ts'
import { detectLayout } from './detect-layout.ts'
import { applySplices, type Splice } from './splice.ts'

/** A text that is being edited, and the one document of it that is edited now. */
export interface EditState {
  readonly text: string
  readonly stream: YamlStream
  readonly document: YamlDocument
  readonly index: number
  readonly layout: YamlLayout
  /** The anchors that an alias somewhere in the document uses. */
  readonly aliased: ReadonlySet<string>
}

/** Begins to edit one document of a text that was read with its tokens; undefined where there is none. */
export function beginEdit(
  text: string,
  stream: YamlStream,
  index: number,
  layout?: YamlLayout,
): EditState | undefined {
  const document = stream.documents[index]
  if (document === undefined) return undefined
  const aliased = new Set<string>()
  visit(document.node, { Alias: (_, alias) => void aliased.add(alias.source) })
  return { text, stream, document, index, layout: layout ?? detectLayout(text, document.node), aliased }
}

/** Goes the first way after which the document has the expected value and no other changed; undefined: there is none. */
export function tryEdits(
  state: EditState,
  ways: Iterable<readonly Splice[]>,
  expected: Json,
): EditState | undefined {
  for (const splices of ways) {
    const next = readEdited(applySplices(state.text, splices), state)
    if (next !== undefined && isExpected(next, state, expected)) return next
  }
  return undefined
}

function readEdited(text: string, state: EditState): EditState | undefined {
  try {
    return beginEdit(text, readDocuments(text, { keepTokens: true }), state.index, state.layout)
  } catch (error) {
    if (TidewayError.isInstance(error)) return undefined
    throw error
  }
}

function isExpected(next: EditState, before: EditState, expected: Json): boolean {
  const { documents } = before.stream
  return (
    next.stream.documents.length === documents.length &&
    next.stream.documents.every(({ value }, index) =>
      deepEqual(value, index === before.index ? expected : documents[index]?.value),
    )
  )
}

/** Tells whether a node or anything in it is an alias, a merge key or an anchor: such a node is not written anew. */
export function hasReferences(node: Node): boolean {
  let found = false
  visit(node, {
    Node(_, item) {
      if (isAlias(item) || item.anchor !== undefined) found = true
      return found ? visit.BREAK : undefined
    },
  })
  return found
}
