import type { ResourceAnnotation } from '../contract/resource-annotator.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type JsonObject, type Tree } from '../model/json.ts'
import type { ResourceIdentity } from '../model/resource-identity.ts'

/** The annotation by which tideway knows what it has paused itself: `<until> <who> <reason>`. */
export const pauseMark = 'tideway.dev/paused'

/** A controller that leaves an object alone while the object carries its annotation. */
export interface PausableBy {
  /** Which controller honours it, for people. */
  readonly controller: 'crossplane' | 'argocd'
  /** The annotation, whose value is `true` then. */
  readonly annotation: string
}

const crossplane: PausableBy = { controller: 'crossplane', annotation: 'crossplane.io/paused' }
const argocd: PausableBy = { controller: 'argocd', annotation: 'argocd.argoproj.io/skip-reconcile' }

// What claims, composites (of both generations) and managed resources have below their spec.
const machinery = [
  'compositeDeletePolicy',
  'compositionRef',
  'compositionSelector',
  'compositionUpdatePolicy',
  'resourceRef',
  'claimRef',
  'resourceRefs',
  'crossplane',
  'forProvider',
]

/** Which controller can be asked to leave an object alone; undefined where the object itself knows no such word. */
export function findPausable(object: JsonObject): PausableBy | undefined {
  const version = object['apiVersion']
  if (typeof version !== 'string') return undefined
  if (version.startsWith('argoproj.io/')) return object['kind'] === 'Application' ? argocd : undefined
  const spec = object['spec']
  return isJsonObject(spec) && machinery.some((key) => Object.hasOwn(spec, key)) ? crossplane : undefined
}

/** What Crossplane made of an object: of a claim its composite, of a composite what it is composed of. */
export function findComposed(object: JsonObject): readonly ResourceIdentity[] {
  const own = getField(object, ['metadata', 'namespace'])
  const lists = [
    ['spec', 'resourceRefs'],
    ['spec', 'crossplane', 'resourceRefs'],
  ].flatMap((path) => {
    const list = getField(object, path)
    return isJsonList(list) ? list : []
  })
  return [
    // The composite of a claim has no namespace; what a composite in a namespace is composed of is in the same.
    ...readReference(getField(object, ['spec', 'resourceRef']), ''),
    ...lists.flatMap((reference) => readReference(reference, typeof own === 'string' ? own : '')),
  ]
}

function readReference(reference: Tree, namespace: string): readonly ResourceIdentity[] {
  const text = (key: string) => {
    const value = getField(reference, [key])
    return typeof value === 'string' ? value : undefined
  }
  const [version, kind, name] = [text('apiVersion'), text('kind'), text('name')]
  if (version === undefined || kind === undefined || name === undefined) return []
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : ''
  return [{ group, kind, name, namespace: text('namespace') ?? namespace }]
}

/**
 * The Argo CD application that delivers an object, by the annotation `argocd.argoproj.io/tracking-id`
 * (`[<namespace>_]<application>:…`). `namespace` is where applications are that name none.
 */
export function findApplication(object: JsonObject, namespace: string): ResourceIdentity | undefined {
  const tracking = getField(object, ['metadata', 'annotations', 'argocd.argoproj.io/tracking-id'])
  const [, given, name] = /^(?:([^_:]+)_)?([^:]+):/.exec(typeof tracking === 'string' ? tracking : '') ?? []
  if (name === undefined) return undefined
  return { group: 'argoproj.io', kind: 'Application', namespace: given ?? namespace, name }
}

/** What is to be done with one object: nothing, annotate it, or tell why not. */
export type PauseStep =
  | { readonly kind: 'annotate'; readonly change: ResourceAnnotation }
  | { readonly kind: 'is-so' }
  | { readonly kind: 'not-ours'; readonly reason: string }

/** Decides how an object is paused, with the value of {@link pauseMark}, or with undefined resumed. */
export function planPause(
  identity: ResourceIdentity,
  object: JsonObject,
  { annotation }: PausableBy,
  mark: string | undefined,
): PauseStep {
  const annotations = getField(object, ['metadata', 'annotations'])
  const has = (key: string) => (isJsonObject(annotations) ? annotations[key] : undefined)
  const isOurs = has(pauseMark) !== undefined
  if (!isOurs && has(annotation) === 'true')
    return { kind: 'not-ours', reason: 'somebody else has paused it' }
  if (mark === undefined ? !isOurs : has(pauseMark) === mark && has(annotation) === 'true')
    return { kind: 'is-so' }
  const resourceVersion = String(getField(object, ['metadata', 'resourceVersion']) ?? '')
  const value = mark === undefined ? null : 'true'
  return {
    kind: 'annotate',
    change: { identity, resourceVersion, annotations: { [annotation]: value, [pauseMark]: mark ?? null } },
  }
}
