import { type FieldPath, parsePath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, type Tree } from '../model/json.ts'
import type { Derivation } from './rule.ts'

/** The value that a field has by itself where nobody sets it; undefined where the other field says nothing. */
export function deriveValue({ from, as = 'copy', choice }: Derivation, root: Tree, path: FieldPath): Tree {
  const value = getField(root, resolvePointer(from, path))
  if (choice === undefined) return derivations[as](value)
  return value === undefined ? choice.absent : choice.present
}

const derivations: Readonly<Record<NonNullable<Derivation['as']>, (value: Tree) => Tree>> = {
  copy: (value) => value,
  'lower-case': (value) => (typeof value === 'string' ? value.toLowerCase() : undefined),
  'list-kind': (value) => (typeof value === 'string' ? `${value}List` : undefined),
  // kubernetes pkg/util/parsers ParseImageName: no tag and no digest is the tag `latest`.
  'pull-policy': (image) => {
    if (typeof image !== 'string') return undefined
    const name = image.slice(image.lastIndexOf('/') + 1)
    const tag = name.includes('@') ? name : (name.split(':')[1] ?? 'latest')
    return tag === 'latest' ? 'Always' : 'IfNotPresent'
  },
  'policy-types': (egress) => (isJsonList(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
  completions: (parallelism) => (parallelism === undefined || parallelism === 1 ? 1 : undefined),
}

// draft-bhutton-relative-json-pointer: how many steps up, then the way down.
function resolvePointer(pointer: string, path: FieldPath): FieldPath {
  const slash = pointer.indexOf('/')
  const up = Number(pointer.slice(0, slash))
  const down = parsePath(pointer.slice(slash))
  return [
    ...path.slice(0, path.length - up),
    ...down.map((segment) => (segment === '*' ? (path.at(-1) ?? '') : segment)),
  ]
}
