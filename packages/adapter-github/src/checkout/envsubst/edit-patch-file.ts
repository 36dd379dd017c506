import {
  editText,
  type FieldEdit,
  type FieldPath,
  getField,
  isJsonObject,
  type JsonObject,
  type ResourceKey,
  setField,
  type Tree,
} from '@tideway/core'
import { type EnvironmentState, readState, resourceOf } from '../edit/environment-state.ts'
import { closed, type Rewrite, rewritten } from '../edit/way.ts'
import type { EnvsubstSource } from '../render-options.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { editsOnPatch } from './merge-edits.ts'
import { type PatchEntry, parsePatchFile, patchMarker, unitMarker } from './patch-file.ts'
import { renderTemplates } from './render-envsubst.ts'

/** A resource, or a field of it, that the patch file is to bring to its goal. */
export interface PatchTarget {
  readonly unit: string
  readonly resource: ResourceKey
  readonly path: FieldPath
}

const header = '# What this environment changes of the rendered templates: merge patches (RFC 7396).\n'

/** The way through the environment's patch file, which is made where it is missing. */
export async function editPatchFile(
  source: EnvsubstSource,
  targets: readonly PatchTarget[],
  tree: FileTree,
  states: { readonly current: EnvironmentState; readonly goal: EnvironmentState },
): Promise<Rewrite> {
  if (source.patch === undefined) return closed('no `patch` is declared for it')
  const units = await renderTemplates(source, tree)
  const plain = readState(new Map(units.map((unit) => [unit.unit, unit])))
  let text = (await readFile(tree, source.patch)) ?? header
  for (const target of targets) {
    const entries = parsePatchFile(source.patch, text)
    const entry = entries.find(
      ({ key, unit }) => key === target.resource && (unit ?? target.unit) === target.unit,
    )
    const values = {
      plain: resourceOf(plain, target.unit, target.resource),
      current: resourceOf(states.current, target.unit, target.resource),
      wanted: resourceOf(states.goal, target.unit, target.resource),
    }
    const isShared = [...plain.keys()].filter((unit) => resourceOf(plain, unit, target.resource)).length > 1
    const edited = editText(text, editsFor(target, entry, values, isShared), { name: source.patch })
    if (edited.kind === 'refused') return closed(edited.error.message)
    text = edited.text
  }
  return rewritten(source.patch, text)
}

interface Values {
  readonly plain: Tree
  readonly current: Tree
  readonly wanted: Tree
}

function editsFor(
  { unit, resource, path }: PatchTarget,
  entry: PatchEntry | undefined,
  values: Values,
  isShared: boolean,
): readonly FieldEdit[] {
  const { plain, current, wanted } = values
  const whole = (value: Tree): readonly FieldEdit[] => [{ resource, path: [], value }]
  if (!isJsonObject(plain)) {
    if (!isJsonObject(wanted)) return whole(undefined)
    return entry === undefined
      ? whole({ [patchMarker]: 'create', [unitMarker]: unit, ...wanted })
      : [{ resource, path, value: getField(wanted, path) }]
  }
  const identity = identityOf(plain, isShared ? unit : undefined)
  if (wanted === undefined) return whole({ ...identity, [patchMarker]: 'delete' })
  const isBack = current === undefined
  const from = { plain, current: isBack ? plain : current, wanted }
  const edits = editsOnPatch(resource, isBack ? [] : path, from)
  if (entry !== undefined && !isBack) return edits
  if (edits.length === 0) return whole(undefined)
  return whole(edits.reduce<Tree>((value, edit) => setField(value, edit.path, edit.value), identity))
}

function identityOf(plain: JsonObject, unit: string | undefined): JsonObject {
  const namespace = getField(plain, ['metadata', 'namespace'])
  return {
    ...(unit === undefined ? {} : { [unitMarker]: unit }),
    apiVersion: plain['apiVersion'] ?? null,
    kind: plain['kind'] ?? null,
    metadata: {
      name: getField(plain, ['metadata', 'name']) ?? null,
      ...(namespace === undefined ? {} : { namespace }),
    },
  }
}
