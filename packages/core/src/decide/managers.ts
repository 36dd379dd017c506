import { matchesGlob } from './matches-glob.ts'

/** Field managers that are no persons, as globs. */
export interface Managers {
  /** Managers that bring the authority's state to the cluster. */
  readonly deployers: readonly string[]
  /** Managers that fill in or scale what they own. */
  readonly controllers: readonly string[]
}

/** The managers of Argo CD, Flux, Kubernetes' own controllers, Crossplane, and tideway itself. */
export const defaultManagers: Managers = {
  deployers: [
    'argocd-controller',
    'argocd-application-controller',
    'kustomize-controller',
    'helm-controller',
    'flux-client-side-apply',
  ],
  controllers: [
    'tideway',
    'kube-controller-manager',
    'kube-scheduler',
    'kubelet',
    'cluster-autoscaler',
    'vpa-*',
    'crossplane',
    'crossplane-*',
    'provider-*',
    'provider',
    'apiextensions.crossplane.io/**',
    'managed.crossplane.io/**',
  ],
}

/** Tells whether a field manager is a person (or a tool in a person's hand). */
export function isPerson(manager: string, managers: Managers): boolean {
  return ![...managers.deployers, ...managers.controllers].some((glob) => matchesGlob(glob, manager))
}
