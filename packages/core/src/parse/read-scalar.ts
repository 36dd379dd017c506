import type { Scalar } from 'yaml'
import type { Json } from '../model/json.ts'
import { invalidYaml, type TextPlace } from './invalid-yaml.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

const prefix = 'tag:yaml.org,2002:'

/** The value of one scalar with its quoting and tag. Throws a TidewayError for what JSON cannot hold. */
export function readScalar(node: Scalar, place: TextPlace): Json {
  const offset = node.range?.[0] ?? 0
  const text = String(node.value ?? '')
  const value = resolveTagged(node.tag, text, node.type === 'PLAIN' || node.type === undefined)
  if (value === undefined) {
    throw invalidYaml(place, offset, 'the value does not fit its tag', 'correct the value or drop the tag')
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw invalidYaml(place, offset, 'infinity and not-a-number do not exist in JSON', 'quote the value')
  }
  return value
}

function resolveTagged(tag: string | undefined, text: string, isPlain: boolean): Json | undefined {
  if (tag === undefined) return isPlain ? resolvePlainScalar(text) : text
  if (!tag.startsWith(prefix)) return text
  const name = tag.slice(prefix.length)
  const value = resolvePlainScalar(text)
  switch (name) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined
    case 'int':
      return typeof value === 'bigint' || Number.isInteger(value) ? value : undefined
    case 'float':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
    case 'null':
      return value === null ? null : undefined
    case 'binary':
      return decodeBase64(text)
    default:
      return text
  }
}

function decodeBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s/g, '')), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
