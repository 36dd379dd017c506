import {
  getField,
  isJsonList,
  isJsonObject,
  isSecretField,
  parseUnit,
  type ResourceKey,
  type Tree,
} from '@tideway/core'
import { type EnvironmentState, resourceOf } from './environment-state.ts'
import { isSealedValue } from './is-sealed-value.ts'
import type { WantedChange } from './wanted-change.ts'

/** Why a change must not reach Git: it would put there in clear what is secret. Undefined where it may. */
export function findWithheld(change: WantedChange, state: EnvironmentState): string | undefined {
  if (change.kind === 'delete') return undefined
  if (change.kind === 'add') {
    const parsed = parseUnit(change.text)
    const resources = parsed.kind === 'parsed' ? parsed.resources : []
    return resources
      .map(({ key, value }) => withheldValue(key, [], value))
      .find((reason) => reason !== undefined)
  }
  const { resource, path, value } = change.edit
  if (value === undefined) return undefined
  const before = getField(resourceOf(state, change.unit, resource), path)
  if (path.length > 0 && holdsEncrypted(before)) return 'it is encrypted by SOPS here: change it with sops'
  return withheldValue(resource, path, value)
}

function withheldValue(resource: ResourceKey, path: readonly string[], value: Tree): string | undefined {
  if (isSecretField(resource, path) && holdsData(path, value))
    return 'the values of Secrets are not written to Git'
  const sealed = sealedPart(resource, path, value)
  if (listTexts(sealed).every(isSealedValue)) return undefined
  return 'it is no sealed value: seal it with kubeseal'
}

function holdsData(path: readonly string[], value: Tree): boolean {
  if (path.length > 0) return true
  return ['data', 'stringData'].some((field) => listTexts(getField(value, [field])).length > 0)
}

const sealedPath = ['spec', 'encryptedData']

// What of a value lies in the encrypted data of a SealedSecret.
function sealedPart(resource: ResourceKey, path: readonly string[], value: Tree): Tree {
  if (!resource.startsWith('SealedSecret.bitnami.com/')) return undefined
  if (!path.every((segment, index) => index >= sealedPath.length || segment === sealedPath[index]))
    return undefined
  return getField(value, sealedPath.slice(path.length))
}

function holdsEncrypted(value: Tree): boolean {
  return listTexts(value).some((text) => text.startsWith('ENC[AES256_GCM,'))
}

function listTexts(value: Tree): readonly string[] {
  if (isJsonObject(value)) return Object.values(value).flatMap(listTexts)
  if (isJsonList(value)) return value.flatMap(listTexts)
  return value === undefined || value === null ? [] : [String(value)]
}
