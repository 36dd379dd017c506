import type { Target } from './cluster.ts'
import { readDefinition } from './custom-kinds.ts'
import { type JsonObject, textAt } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { printApiVersion, printGroupResource } from './resource-kind.ts'
import { badRequest, invalid, notModelled } from './status-failure.ts'

/** The object as it may be stored at a target; throws the server's refusal where type, name or place differ. */
export function checkObject(object: JsonObject, target: Target): JsonObject {
  const { kind, namespace, name } = target
  const apiVersion = textAt(object, 'apiVersion')
  const wanted = printApiVersion(kind)
  if (apiVersion === undefined && !kind.builtIn) throw badRequest("Object 'apiVersion' is missing")
  if (apiVersion !== undefined && apiVersion !== wanted) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    )
  }
  const given = textAt(object, 'kind')
  if (given === undefined && !kind.builtIn) throw badRequest("Object 'Kind' is missing")
  if (given !== undefined && given !== kind.kind) {
    throw badRequest(`${wanted}, Kind=${given} in body is not ${wanted}, Kind=${kind.kind}`)
  }
  const metadata = readMetadata(object)
  if (metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`)
  }
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  checkName(target)
  if (kind.kind === 'CustomResourceDefinition') checkDefinition(object, target)
  return withMetadata({ ...object, apiVersion: wanted, kind: kind.kind }, { name, namespace })
}

// RFC 1123: a subdomain for most kinds, a label for namespaces and services.
function checkName({ kind, name }: Target): void {
  const label = kind.kind === 'Namespace' || kind.kind === 'Service'
  const valid = label
    ? name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
    : name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)
  if (valid) return
  const rule = label
    ? "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
    : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  throw invalid(kind, name, [
    { reason: 'FieldValueInvalid', field: 'metadata.name', message: `Invalid value: "${name}": ${rule}` },
  ])
}

function checkDefinition(object: JsonObject, { kind, name }: Target): void {
  const result = readDefinition(object)
  if (result.kind === 'refused') {
    const causes = result.causes.map((cause) => ({ reason: 'FieldValueInvalid', ...cause }))
    throw invalid(kind, name, causes)
  }
  const { definition } = result
  if (printGroupResource({ group: definition.group, plural: definition.names.plural }) !== name) {
    const message = `Invalid value: "${name}": must be spec.names.plural+"."+spec.group`
    throw invalid(kind, name, [{ reason: 'FieldValueInvalid', field: 'metadata.name', message }])
  }
  if (definition.versions.filter((version) => version.storage).length !== 1) {
    const message = 'Invalid value: must have exactly one version marked as storage version'
    throw invalid(kind, name, [{ reason: 'FieldValueInvalid', field: 'spec.versions', message }])
  }
  if (definition.conversion?.strategy === 'Webhook') throw notModelled('conversion webhooks')
}
