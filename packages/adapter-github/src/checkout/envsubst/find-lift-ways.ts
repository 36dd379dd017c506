import { type FieldEdit, getField, type JsonObject, parseUnit } from '@tideway/core'
import { closed, type EditScene, type Rewrite, type Way } from '../edit/way.ts'
import type { EnvsubstSource } from '../render-options.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { isSelected, selectFiles } from '../tree/select-files.ts'
import { findTemplateScalar, scalarText, type TemplateScalar } from './find-template-scalar.ts'
import { parseEnvFile } from './parse-env-file.ts'
import { templateEndings } from './render-envsubst.ts'
import { setEnvValue } from './set-env-value.ts'
import { listVariables } from './substitute.ts'
import { findTemplate, type Template } from './template.ts'

/**
 * The way for a literal in a template that other environments share: it becomes a variable, with the old value in
 * every other environment's file and the new one in this environment's.
 */
export function findLiftWays(
  source: EnvsubstSource,
  files: readonly string[],
  edit: FieldEdit,
  scene: EditScene,
): readonly Way[] {
  const place = `${edit.resource} ${edit.path.join('/')}`
  const lift = (quoted: boolean): Way => ({
    group: `lift ${quoted ? 'quoted ' : ''}${place}`,
    rewrite: (tree) => liftLiteral(source, files, edit, scene, tree, quoted),
  })
  // A plain text may need quotes once its value comes from a variable.
  return typeof edit.value === 'string' ? [lift(false), lift(true)] : [lift(false)]
}

async function liftLiteral(
  source: EnvsubstSource,
  files: readonly string[],
  edit: FieldEdit,
  scene: EditScene,
  tree: FileTree,
  quoted: boolean,
): Promise<Rewrite> {
  const template = await findTemplate(source, tree, files, edit.resource)
  const scalar = template && findTemplateScalar(template.filled, edit.resource, edit.path)
  if (template === undefined || scalar === undefined || scalar.variables.length > 0) {
    return closed('no literal of a template renders it alone')
  }
  if (quoted && scalar.quote !== '') return closed('it is quoted already')
  const quote = quoted ? '"' : ''
  const value = scalarText(edit.value, quoted ? '"' : scalar.quote)
  if (value === undefined) return closed('a variable cannot hold the value')
  const others = sharers(scene.others, template.path)
    .map(({ variables }) => variables)
    .filter((path) => path !== source.variables)
  const envFiles = new Map([
    [source.variables, value],
    ...others.map((path) => [path, oldText(template, scalar)] as const),
  ])
  const name = await chooseName(template, edit, [source, ...sharers(scene.others, template.path)], tree)
  const reference = `${quote}\${${name}}${quote}`
  const text = template.text.slice(0, scalar.from) + reference + template.text.slice(scalar.to)
  const changes = new Map<string, string>([[template.path, text]])
  for (const [path, content] of envFiles) {
    const set = setEnvValue(path, (await readFile(tree, path)) ?? '', name, content)
    if (set === undefined) return closed(`${path} cannot hold the value`)
    changes.set(path, set)
  }
  return { kind: 'rewritten', files: changes }
}

function oldText(template: Template, scalar: TemplateScalar): string {
  return template.text.slice(scalar.from, scalar.to)
}

function sharers(environments: EditScene['others'], template: string): readonly EnvsubstSource[] {
  return environments
    .flatMap(({ render }) => render)
    .filter((source) => source.kind === 'envsubst')
    .filter((source) => isSelected(template, source.path, templateEndings))
}

async function chooseName(
  template: Template,
  edit: FieldEdit,
  sources: readonly EnvsubstSource[],
  tree: FileTree,
): Promise<string> {
  const taken = new Set<string>()
  for (const source of sources) {
    const variables = await readFile(tree, source.variables)
    for (const name of parseEnvFile(source.variables, variables ?? '').keys()) taken.add(name)
    const templates = await tree.read(selectFiles(tree, source.path, templateEndings))
    for (const text of templates.values()) for (const name of listVariables(text)) taken.add(name)
  }
  const segments = edit.path.map((segment) => segment.replace(/^\[[^=]*=(.*)\]$/, '$1'))
  const owner = templateName(template, edit.resource)
  const names = segments.map((_, index) => upperSnake([owner, ...segments.slice(-1 - index)].join(' ')))
  const free = names.find((name) => !taken.has(name))
  if (free !== undefined) return free
  let number = 2
  while (taken.has(`${names[0]}_${number}`)) number += 1
  return `${names[0]}_${number}`
}

// The name without its variables: what is lifted is named alike in every environment.
function templateName(template: Template, resource: string): string {
  const rendered = parseUnit(template.filled.text)
  const raw = parseUnit(template.text)
  if (rendered.kind === 'invalid' || raw.kind === 'invalid') return ''
  const value: JsonObject | undefined =
    raw.resources[rendered.resources.findIndex(({ key }) => key === resource)]?.value
  const name = getField(value, ['metadata', 'name'])
  return typeof name === 'string' ? name.replace(/\$\{?\w+\}?/g, '') : ''
}

function upperSnake(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
  return /^[0-9]/.test(name) || name === '' ? `VALUE_${name}` : name
}
