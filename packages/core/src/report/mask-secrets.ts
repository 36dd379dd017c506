import { editText } from '../edit/edit-text.ts'
import { deepEqual } from '../model/deep-equal.ts'
import type { FieldEdit } from '../model/field-edit.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject, type JsonObject, type Tree } from '../model/json.ts'
import { isSecret } from '../model/secret-fields.ts'
import { parseUnit } from '../parse/parse-unit.ts'

/** Two texts of one unit, to be shown beside each other. */
export interface ShownTexts {
  readonly left: string
  readonly right: string
}

const applied = ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']

/**
 * The texts without the values of Secrets: `<secret>` where both sides have the same, `<secret, differs>` on the right
 * where they differ. Undefined where that cannot be made sure of: then they may not be shown.
 */
export function maskSecrets(texts: ShownTexts): ShownTexts | undefined {
  if (!mayHoldSecret(texts.left) && !mayHoldSecret(texts.right)) return texts
  const [left, right] = [readSecrets(texts.left), readSecrets(texts.right)]
  if (left === undefined || right === undefined) return undefined
  const leftText = mask(texts.left, left, () => '<secret>')
  const rightText = mask(texts.right, right, (key, path, value) => {
    const other = getField(left.get(key), path)
    return other !== undefined && !deepEqual(other, value) ? '<secret, differs>' : '<secret>'
  })
  return leftText === undefined || rightText === undefined ? undefined : { left: leftText, right: rightText }
}

// A text in which the word is nowhere holds none; `\u0053ecret` and the like have a backslash.
function mayHoldSecret(text: string): boolean {
  return text.includes('Secret') || text.includes('\\')
}

type Secrets = ReadonlyMap<string, JsonObject>

function readSecrets(text: string): Secrets | undefined {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') return undefined
  return new Map(unit.resources.flatMap(({ key, value }) => (isSecret(key) ? [[key, value] as const] : [])))
}

function mask(
  text: string,
  secrets: Secrets,
  say: (key: string, path: readonly string[], value: Tree) => string,
): string | undefined {
  const edits = [...secrets].flatMap(([resource, value]) =>
    secretPaths(value).map(
      (path): FieldEdit => ({ resource, path, value: say(resource, path, getField(value, path)) }),
    ),
  )
  if (edits.length === 0) return text
  const edited = editText(text, edits)
  if (edited.kind === 'refused') return undefined
  // A comment or an anchor may hold a value, too: what is left of it must not be shown.
  const values = edits.map(({ resource, path }) => getField(secrets.get(resource), path))
  const isGone = values.every(
    (value) => typeof value !== 'string' || value.length < 6 || !edited.text.includes(value),
  )
  return isGone ? edited.text : undefined
}

function secretPaths(secret: JsonObject): readonly (readonly string[])[] {
  const values = ['data', 'stringData'].flatMap((field) => {
    const map = secret[field]
    if (map === undefined || map === null) return []
    return isJsonObject(map) ? Object.keys(map).map((key) => [field, key]) : [[field]]
  })
  return getField(secret, applied) === undefined ? values : [...values, applied]
}
