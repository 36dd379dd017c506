import { editYaml, type FieldEdit, type YamlEdit } from '@tideway/core'
import { closed, rewritten, type Way } from '../edit/way.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { entriesOf, readKustomization, textIn } from './kustomization.ts'

/** The way through an entry of `images` that renames an image and does not say its tag or digest yet. */
export async function findImageWays(
  tree: FileTree,
  kustomizations: readonly string[],
  edit: FieldEdit,
  current: unknown,
): Promise<readonly Way[]> {
  if (edit.path.at(-1) !== 'image' || typeof current !== 'string' || typeof edit.value !== 'string') return []
  const [before, after] = [readImage(current), readImage(edit.value)]
  const ways: Way[] = []
  for (const file of kustomizations) {
    for (const [index, entry] of entriesOf(await readKustomization(tree, file), 'images').entries()) {
      const name = textIn(entry, 'newName') ?? textIn(entry, 'name')
      if (name !== before.name || after.name !== before.name) continue
      const at = ['images', String(index)]
      const edits: readonly YamlEdit[] = [
        { path: [...at, 'newTag'], value: after.tag },
        { path: [...at, 'digest'], value: after.digest },
      ]
      ways.push({
        group: `image ${file} ${index} ${edit.value}`,
        rewrite: async (now) => {
          const edited = editYaml((await readFile(now, file)) ?? '', edits, { name: file })
          return edited.kind === 'edited' ? rewritten(file, edited.text) : closed(edited.error.message)
        },
      })
    }
  }
  return ways
}

interface Image {
  readonly name: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

// A colon after the last slash begins the tag; before it, a port.
function readImage(text: string): Image {
  const [, name = text, tag, digest] = /^(.+?)(?::([^:/@]+))?(?:@(.+))?$/.exec(text) ?? []
  return { name, tag, digest }
}
