import { deepEqual, parseUnit } from '@tideway/core'
import type { WantedChange } from '../edit/wanted-change.ts'
import { closed, type EditScene, rewritten, type Way } from '../edit/way.ts'
import type { EnvsubstSource } from '../render-options.ts'
import { editTree } from '../tree/edit-tree.ts'
import { readFile } from '../tree/file-tree.ts'
import { folderForNewFile } from '../tree/select-files.ts'
import type { RenderedUnit } from '../units/rendered-unit.ts'
import { editPatchFile, type PatchTarget } from './edit-patch-file.ts'
import { editTemplate } from './edit-template.ts'
import { findLiftWays } from './find-lift-ways.ts'
import { findTemplateScalar } from './find-template-scalar.ts'
import { findVariableWays } from './find-variable-ways.ts'
import { findTemplate } from './template.ts'

/**
 * The ways back into templates, best first: a variable's value; a template that is this environment's alone;
 * a literal lifted to a variable in all environments; the environment's patch file.
 */
export async function findEnvsubstWays(
  source: EnvsubstSource,
  change: WantedChange,
  unit: RenderedUnit | undefined,
  scene: EditScene,
): Promise<readonly Way[]> {
  if (change.kind === 'add') return addWays(source, change.unit, change.text, scene)
  if (unit === undefined) return []
  if (change.kind === 'delete') return deleteWays(source, unit)
  const { edit } = change
  const place = `${change.unit} ${edit.resource} ${edit.path.join('/')}`
  const patch = patchWay(source, place, [{ unit: change.unit, resource: edit.resource, path: edit.path }])
  const template: Way = {
    group: `template ${place}`,
    rewrite: (tree) => editTemplate(source, tree, unit.files, edit),
  }
  const holder = await findTemplate(source, scene.tree, unit.files, edit.resource)
  const scalar = holder && findTemplateScalar(holder.filled, edit.resource, edit.path)
  if (scalar === undefined || edit.value === undefined) return [template, patch]
  if (scalar.variables.length > 0) return [...findVariableWays(source, scalar, edit), patch]
  return [template, ...findLiftWays(source, unit.files, edit, scene), patch]
}

function addWays(source: EnvsubstSource, unit: string, text: string, scene: EditScene): readonly Way[] {
  const folder = folderForNewFile(scene.tree, source.path)
  const path = folder === '' ? `${unit}.yaml.template` : `${folder}/${unit}.yaml.template`
  const renamed = findRenamed(text, scene)
  const template: Way = {
    group: `add ${path}`,
    rewrite: async (tree) => {
      if (tree.has(path)) return closed(`${path} is there already`)
      const own = renamed === undefined ? undefined : await readFile(scene.tree, renamed)
      return rewritten(path, own ?? text)
    },
  }
  const parsed = parseUnit(text)
  const resources = parsed.kind === 'parsed' ? parsed.resources : []
  const targets = resources.map(({ key }) => ({ unit, resource: key, path: [] }))
  return [...(folder === undefined ? [] : [template]), patchWay(source, `add ${unit}`, targets)]
}

// The template of a unit that goes, where the new one is that unit under another name.
function findRenamed(text: string, scene: EditScene): string | undefined {
  const added = parseUnit(text)
  if (added.kind === 'invalid') return undefined
  for (const name of scene.deleted) {
    const [unit, found] = [scene.units.get(name), scene.state.get(name)]
    if (unit?.files.length !== 1 || found?.kind !== 'read') continue
    const isSame = added.resources.every(({ key, value }) => deepEqual(found.resources.get(key), value))
    if (isSame && found.resources.size === added.resources.length) return unit.files[0]
  }
  return undefined
}

function deleteWays(source: EnvsubstSource, unit: RenderedUnit): readonly Way[] {
  const templates = unit.files.filter((file) => file !== source.patch)
  const parsed = unit.kind === 'rendered' ? parseUnit(unit.text) : undefined
  const resources = parsed?.kind === 'parsed' ? parsed.resources : []
  const targets = resources.map(({ key }) => ({ unit: unit.unit, resource: key, path: [] }))
  return [
    {
      group: `delete documents of ${unit.unit}`,
      rewrite: async (tree) => {
        const files = new Map<string, string | undefined>()
        for (const { resource } of targets) {
          const edit = { resource, path: [], value: undefined }
          const rewrite = await editTemplate(source, editTree(tree, files), templates, edit)
          if (rewrite.kind === 'refused') return rewrite
          for (const [path, text] of rewrite.files) files.set(path, text)
        }
        return { kind: 'rewritten', files }
      },
    },
    {
      group: `delete ${templates.join(' ')}`,
      rewrite: async () => ({
        kind: 'rewritten',
        files: new Map(templates.map((file) => [file, undefined])),
      }),
    },
    patchWay(source, `delete ${unit.unit}`, targets),
  ]
}

function patchWay(source: EnvsubstSource, place: string, targets: readonly PatchTarget[]): Way {
  return {
    group: `patch ${source.patch ?? ''} ${place}`,
    rewrite: (tree, states) => editPatchFile(source, targets, tree, states),
  }
}
