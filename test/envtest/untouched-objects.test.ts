import { readFileSync } from 'node:fs'
import {
  compareUnit,
  type FieldChange,
  findFacts,
  formatPath,
  formatUnit,
  getField,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  knownBase,
  parseUnit,
  pruneResource,
  setField,
  type Tree,
} from '@tideway/core'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const recorded: readonly JsonObject[] = parse(read('untouched-objects.yaml'))
const written = resourcesOf(read('untouched-manifests.yaml'))
const live = resourcesOf(formatUnit(recorded))

function resourcesOf(text: string): Readonly<Record<string, JsonObject>> {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return Object.fromEntries(unit.resources.map(({ key, value }) => [key, value]))
}

function compareLive(key: string, object: JsonObject | undefined): readonly FieldChange[] {
  const [left, right] = [written[key] ?? {}, object ?? {}].map((resource) => ({
    [key]: pruneResource(resource),
  }))
  const facts = findFacts({ [key]: written[key] ?? {} }, { [key]: object ?? {} }, () => false)
  return compareUnit(knownBase(left), left ?? {}, right ?? {}, { facts })
}

// What the API allocates or admission adds to an object whose manifest says nothing of it, and what controllers own.
const allocated: readonly string[] = [
  'StatefulSet.apps /spec/volumeClaimTemplates/*/status/phase',
  'DaemonSet.apps /metadata/annotations/deprecated.daemonset.template.generation',
  'Pod /spec/containers/*/volumeMounts/*/name',
  'Pod /spec/containers/*/volumeMounts/*/readOnly',
  'Pod /spec/preemptionPolicy',
  'Pod /spec/priority',
  'Pod /spec/volumes/*/projected/defaultMode',
  'Pod /spec/volumes/*/projected/sources/*/serviceAccountToken/expirationSeconds',
  'Pod /spec/volumes/*/projected/sources/*/serviceAccountToken/path',
  'Pod /spec/volumes/*/projected/sources/*/configMap/items/*/key',
  'Pod /spec/volumes/*/projected/sources/*/configMap/items/*/path',
  'Pod /spec/volumes/*/projected/sources/*/configMap/name',
  'Pod /spec/volumes/*/projected/sources/*/downwardAPI/items/*/fieldRef/apiVersion',
  'Pod /spec/volumes/*/projected/sources/*/downwardAPI/items/*/fieldRef/fieldPath',
  'Pod /spec/volumes/*/projected/sources/*/downwardAPI/items/*/path',
  'Job.batch /metadata/labels/batch.kubernetes.io~1controller-uid',
  'Job.batch /metadata/labels/batch.kubernetes.io~1job-name',
  'Job.batch /metadata/labels/controller-uid',
  'Job.batch /metadata/labels/job-name',
  'Job.batch /spec/selector/matchLabels/batch.kubernetes.io~1controller-uid',
  'Job.batch /spec/template/metadata/labels/batch.kubernetes.io~1controller-uid',
  'Job.batch /spec/template/metadata/labels/batch.kubernetes.io~1job-name',
  'Job.batch /spec/template/metadata/labels/controller-uid',
  'Job.batch /spec/template/metadata/labels/job-name',
  'Service /spec/clusterIP',
  'Service /spec/clusterIPs/*',
  'Service /spec/ipFamilies/*',
  'Service /spec/healthCheckNodePort',
  'Service /spec/ports/*/nodePort',
  'PersistentVolume /metadata/finalizers/*',
  'PersistentVolumeClaim /metadata/finalizers/*',
  'ClusterRole.rbac.authorization.k8s.io /rules',
]

const openOf = (changes: readonly FieldChange[]) =>
  changes.filter(({ rule, kind }) => rule === undefined && kind !== 'order-only')

describe('an object that nobody touched, as kube-apiserver v1.35.4 returns it', () => {
  it.each(Object.keys(written))('equals its manifest: %s', (key) => {
    expect(
      openOf(compareLive(key, live[key])).map(({ path, left, right }) => [formatPath(path), left, right]),
    ).toEqual([])
  })

  it('is told from one that was changed in any field but these', () => {
    const unnoticed = Object.entries(live).flatMap(([key, object]) =>
      leavesOf(object).flatMap((path) => {
        const changed = setField(object, path, otherValue(getField(object, path)))
        if (!isJsonObject(changed) || openOf(compareLive(key, changed)).length > 0) return []
        return [`${key.split('/')[0]} ${formatPath(path).replaceAll(/\/\d+(?=\/|$)/g, '/*')}`]
      }),
    )
    const isServers = (field: string) =>
      / \/(status|metadata\/(uid|generation|resourceVersion|creationTimestamp))(\/|$)/.test(field)
    expect([...new Set(unnoticed)].filter((field) => !isServers(field))).toEqual(allocated)
  })
})

function leavesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (isJsonList(value)) return value.flatMap((item, index) => leavesOf(item, [...path, String(index)]))
  if (!isJsonObject(value)) return [path]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
}

function otherValue(value: Tree): Json {
  if (typeof value === 'number') return value + 1
  return typeof value === 'boolean' ? !value : 'changed'
}
