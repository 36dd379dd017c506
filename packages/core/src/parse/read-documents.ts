import { Composer, type Document, LineCounter, Parser } from 'yaml'
import type { Json } from '../model/json.ts'
import { invalidYaml, type TextPlace } from './invalid-yaml.ts'
import { limitExceeded } from './limit-exceeded.ts'
import { defaultParseLimits, type ParseLimits } from './parse-limits.ts'
import { readValue } from './read-value.ts'

/** One YAML document: its nodes with their places in the text, and its value. */
export interface YamlDocument {
  readonly node: Document.Parsed
  readonly value: Json
}

/** How a text is read. */
export interface ReadOptions {
  /** The unit's or file's name, for messages; default `the unit`. */
  readonly name?: string | undefined
  readonly limits?: Partial<ParseLimits> | undefined
  /** Keeps the tokens of the source on the nodes, for editing. */
  readonly keepTokens?: boolean | undefined
}

/** All documents of a text, and the way from offsets to lines. */
export interface YamlStream {
  readonly documents: readonly YamlDocument[]
  readonly place: TextPlace
}

// The characters that go-yaml's reader accepts.
const unprintable = /[^\t\n\r\x20-\x7e\x85\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
// They end a line in YAML 1.1, which Kubernetes reads, and are letters like others in YAML 1.2.
const lineSeparator = /[\x85\u{2028}\u{2029}]/u

/** Reads a multi-document YAML or JSON text. Throws a TidewayError for an invalid one and for exceeded limits. */
export function readDocuments(text: string, options: ReadOptions = {}): YamlStream {
  const limits = { ...defaultParseLimits, ...options.limits }
  const lines = new LineCounter()
  const place = { name: options.name ?? 'the unit', lines }
  if (text.length > limits.characters) throw limitExceeded(place.name, 'characters', limits.characters)
  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    // Keys are compared after they have become strings, by `readValue`.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: options.keepTokens ?? false,
  })
  countLines(text, lines)
  refuseUnprintable(text, place)
  const lineOf = (offset: number) => lines.linePos(offset).line
  const documents: YamlDocument[] = []
  const tokens = new Parser().parse(text)
  for (const node of composer.compose(tokens)) {
    if (documents.length === limits.documents)
      throw limitExceeded(place.name, 'documents', limits.documents, lineOf(node.range[0]))
    const error = node.errors[0]
    if (error?.code === 'RESOURCE_EXHAUSTION')
      throw limitExceeded(place.name, 'depth', limits.depth, lineOf(error.pos[0]))
    if (error !== undefined) throw invalidYaml(place, error.pos[0], describe(error.code))
    documents.push({ node, value: readValue(node, place, limits) })
  }
  const error = composer.streamInfo().errors[0]
  if (error !== undefined) throw invalidYaml(place, error.pos[0], describe(error.code))
  return { documents, place }
}

// The library's own messages may quote the text, and with it a secret; its codes do not.
function describe(code: string): string {
  return `${code.toLowerCase().replaceAll('_', ' ')} in the YAML`
}

function countLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0)
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1)
}

function refuseUnprintable(text: string, place: TextPlace): void {
  const found = text.search(unprintable)
  if (found >= 0)
    throw invalidYaml(place, found, 'a character that YAML does not allow', 'remove or escape it')
  const separator = text.search(lineSeparator)
  if (separator >= 0) {
    const what = 'a line separator that some readers take for the end of the line'
    throw invalidYaml(place, separator, what, 'write it as an escape in double quotes')
  }
}
