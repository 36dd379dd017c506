import type { JsonObject } from './json.ts'
import { readMetadata } from './object-metadata.ts'
import type { ResourceKind } from './resource-kind.ts'
import { badRequest } from './status-failure.ts'

/** Tells whether an object is selected. */
export type Selector = (object: JsonObject) => boolean

/** Reads a labelSelector, equality-based or set-based; throws the server's 400 for one that it cannot read. */
export function readLabelSelector(text: string): Selector {
  const requirements = splitRequirements(text).map(readRequirement)
  return (object) => {
    const { labels } = readMetadata(object)
    return requirements.every((matches) => matches(labels))
  }
}

/** Reads a fieldSelector; only `metadata.name` and `metadata.namespace` are known, as for most kinds. */
export function readFieldSelector(text: string, kind: ResourceKind): Selector {
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part): Selector => {
      const match = /^([^!=]+)(!=|==|=)(.*)$/.exec(part)
      if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`)
      const [, field = '', operator, value = ''] = match
      if (field !== 'metadata.name' && field !== 'metadata.namespace') {
        throw badRequest(
          kind.builtIn
            ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
            : `field label not supported: ${field}`,
        )
      }
      return (object) => {
        const metadata = readMetadata(object)
        const found = (field === 'metadata.name' ? metadata.name : metadata.namespace) ?? ''
        return (found === value) === (operator !== '!=')
      }
    })
  return (object) => requirements.every((matches) => matches(object))
}

// Commas separate requirements, but not inside the brackets of `in (a, b)`.
function splitRequirements(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readRequirement(text: string): (labels: JsonObject) => boolean {
  const sets = /^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text)
  if (sets !== null) {
    const [, key = '', operator, list = ''] = sets
    const values = list.split(',').map((value) => value.trim())
    return (labels) => values.includes(String(labels[key] ?? '\u0000')) === (operator === 'in')
  }
  const equality = /^([\w./-]+)\s*(!=|==|=)\s*([\w.-]*)$/.exec(text)
  if (equality !== null) {
    const [, key = '', operator, value = ''] = equality
    return (labels) => (labels[key] === value) === (operator !== '!=')
  }
  const existence = /^(!?)\s*([\w./-]+)$/.exec(text)
  if (existence === null) throw badRequest(`unable to parse requirement: found '${text}'`)
  const [, negated, key = ''] = existence
  return (labels) => (labels[key] !== undefined) === (negated === '')
}
