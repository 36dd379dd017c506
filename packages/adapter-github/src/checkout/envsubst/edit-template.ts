import { type FieldEdit, getField, parseUnit } from '@tideway/core'
import { closed, type Rewrite } from '../edit/way.ts'
import { editResource } from '../files/find-files-ways.ts'
import type { EnvsubstSource } from '../render-options.ts'
import type { FileTree } from '../tree/file-tree.ts'
import { restoreVariables } from './restore-variables.ts'
import { findTemplate, type Template } from './template.ts'

/** The way for what a template says literally and no other environment shares: the template is edited like a file. */
export async function editTemplate(
  source: EnvsubstSource,
  tree: FileTree,
  files: readonly string[],
  edit: FieldEdit,
): Promise<Rewrite> {
  const holder = await findTemplate(source, tree, files, edit.resource)
  const isNew = holder === undefined && edit.path.length === 0
  const template = isNew ? await findTemplate(source, tree, files, undefined) : holder
  if (template === undefined) return closed('no template renders it')
  const translated = isNew ? edit : translate(template, edit)
  if (translated === undefined) return closed('a variable stands there')
  return editResource(tree, [template.path], translated)
}

function translate(template: Template, edit: FieldEdit): FieldEdit | undefined {
  const rendered = parseUnit(template.filled.text)
  const raw = parseUnit(template.text)
  if (rendered.kind === 'invalid' || raw.kind === 'invalid') return undefined
  if (rendered.resources.length !== raw.resources.length) return undefined
  const index = rendered.resources.findIndex(({ key }) => key === edit.resource)
  const [filled, own] = [rendered.resources[index], raw.resources[index]]
  if (filled === undefined || own === undefined) return undefined
  if (edit.value === undefined) return { ...edit, resource: own.key }
  const value = restoreVariables(
    edit.value,
    getField(filled.value, edit.path),
    getField(own.value, edit.path),
  )
  return value === undefined ? undefined : { ...edit, resource: own.key, value }
}
