import { posix } from 'node:path'
import { isJsonObject, type ParsedResource, parseUnit } from '@tideway/core'
import { groupBy } from '../group-by.ts'
import { renderFailed } from '../render-failed.ts'
import type { CutRule } from '../render-options.ts'
import { matchesPath } from '../tree/select-files.ts'
import { isUnitName } from './is-unit-name.ts'
import type { RenderedFile, RenderedUnit } from './rendered-unit.ts'
import { joinTexts, splitText } from './split-text.ts'

interface Part {
  readonly unit: string
  readonly rule: CutRule
  readonly file: string
  readonly text: string
}

/**
 * Cuts rendered files into units: each document goes where the first rule that matches it says. A file that is
 * all one unit keeps its exact text. A file that failed makes its unit fail where the unit is known without its
 * text. Throws a TidewayError where no rule takes a document, or a name is no unit's name.
 */
export function cutUnits(files: readonly RenderedFile[], rules: readonly CutRule[]): readonly RenderedUnit[] {
  const failed: RenderedUnit[] = []
  const parts: Part[] = []
  for (const file of files) {
    const rule = ruleWithoutText(file.path, rules)
    if (file.kind === 'failed') {
      if (rule === undefined) throw file.error
      const unit = requireName(nameWithoutText(file.path, rule), file.path)
      failed.push({ kind: 'failed', unit, files: [file.path], error: file.error })
    } else if (rule !== undefined) {
      const unit = requireName(nameWithoutText(file.path, rule), file.path)
      parts.push({ unit, rule, file: file.path, text: file.text })
    } else {
      parts.push(...keepWhole(cutFile(file.path, file.text, rules), file.text))
    }
  }
  const broken = new Set(failed.map(({ unit }) => unit))
  const units = groupBy(parts, ({ unit }) => unit)
  const rendered = [...units].filter(([unit]) => !broken.has(unit)).map(([unit, own]) => joinParts(unit, own))
  return [...failed, ...rendered].sort((one, other) => (one.unit < other.unit ? -1 : 1))
}

// A rule that asks for nothing in the document decides for the whole file, whatever is in it.
function ruleWithoutText(path: string, rules: readonly CutRule[]): CutRule | undefined {
  const rule = rules.find(({ match }) => match?.path === undefined || matchesPath(match.path, path))
  const isFixed = rule?.match?.kind === undefined && (rule?.by === 'file' || rule?.by === 'name')
  return isFixed ? rule : undefined
}

function nameWithoutText(path: string, rule: CutRule): string {
  return rule.by === 'name' ? rule.name : fileStem(path)
}

function cutFile(path: string, text: string, rules: readonly CutRule[]): readonly Part[] {
  return splitText(text).flatMap((document) => {
    const parsed = parseUnit(document, { name: path })
    if (parsed.kind === 'invalid') throw parsed.error
    const named = parsed.resources.map((resource) => ({ resource, ...nameResource(path, resource, rules) }))
    const [first] = named
    if (first === undefined) return []
    const other = named.find(({ unit }) => unit !== first.unit)
    if (other !== undefined) {
      const what = `one document holds resources of the units ${first.unit} and ${other.unit}`
      throw renderFailed({ path }, what, 'make them documents of their own')
    }
    return [{ unit: first.unit, rule: first.rule, file: path, text: document }]
  })
}

function keepWhole(parts: readonly Part[], text: string): readonly Part[] {
  const [first, ...rest] = parts
  return first !== undefined && rest.every(({ unit }) => unit === first.unit) ? [{ ...first, text }] : parts
}

function nameResource(
  path: string,
  resource: ParsedResource,
  rules: readonly CutRule[],
): { readonly unit: string; readonly rule: CutRule } {
  const rule = rules.find(
    ({ match }) =>
      (match?.path === undefined || matchesPath(match.path, path)) &&
      (match?.kind === undefined || match.kind === resource.identity.kind),
  )
  if (rule === undefined) {
    throw renderFailed({ path }, `no rule of \`units\` takes ${resource.key}`, 'add a rule that does')
  }
  const name = nameByRule(path, resource, rule)
  if (name !== undefined) return { unit: requireName(name, path), rule }
  const label = rule.by === 'label' ? rule.key : ''
  throw renderFailed({ path }, `${resource.key} has no label ${label} to name its unit`, 'add the label')
}

function nameByRule(path: string, resource: ParsedResource, rule: CutRule): string | undefined {
  if (rule.by === 'resource') return resource.identity.name
  if (rule.by !== 'label') return nameWithoutText(path, rule)
  const metadata = resource.value['metadata']
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined
  const label = isJsonObject(labels) ? labels[rule.key] : undefined
  return typeof label === 'string' ? label : undefined
}

function fileStem(path: string): string {
  return posix.basename(path).replace(/\.ya?ml(\.template)?$/, '')
}

function requireName(name: string, path: string): string {
  if (isUnitName(name)) return name
  const what = `${JSON.stringify(name.slice(0, 128))} is no name for a unit`
  throw renderFailed({ path }, what, 'use letters, digits, "-", "_" and "." between letters or digits')
}

function joinParts(unit: string, parts: readonly Part[]): RenderedUnit {
  const files = [...new Set(parts.map(({ file }) => file))]
  const [first, second] = files
  if (first !== undefined && second !== undefined && parts.some(({ rule }) => rule.by === 'file')) {
    const error = renderFailed(
      { path: first },
      `${second} makes the same unit, ${unit}`,
      'rename one of them',
    )
    return { kind: 'failed', unit, files, error }
  }
  return { kind: 'rendered', unit, files, text: joinTexts(parts.map(({ text }) => text)) }
}
