import { matchesGlob } from './matches-glob.ts'

/** Field managers that are no persons, as globs. */
export interface Managers {
  /** Managers that bring the authority's state to the cluster. */
  readonly deployers: readonly string[]
  /** Managers that fill in or scale what they own. */
  readonly controllers: readonly string[]
}

/**
 * The managers of ConfigHub, Argo CD, Flux and other deployers, of Kubernetes' own controllers, Crossplane, widespread
 * operators, and tideway itself. A controller that names no manager goes by the name of its program, which is
 * `manager`, `controller` or `operator` for most of those that are made with a kit. Mutating webhooks have no
 * name here: what they set is recorded for whoever sent the request.
 */
export const defaultManagers: Managers = {
  deployers: [
    'confighub',
    'confighub-*',
    'argocd-controller',
    'argocd-application-controller',
    'kustomize-controller',
    'helm-controller',
    'flux-client-side-apply',
    'fleetagent',
    'configsync',
    'sveltos',
    // Server-side apply of a client that names no manager, such as Sveltos.
    'application/apply-patch',
    // EKS, for what it delivers as an add-on.
    'eks',
  ],
  controllers: [
    'tideway',
    'kube-controller-manager',
    'kube-apiserver',
    'kube-scheduler',
    'kubelet',
    'cloud-controller-manager',
    'cluster-autoscaler',
    'horizontal-pod-autoscaler-controller',
    'vpa-*',
    'keda',
    'keda-*',
    'karpenter',
    'descheduler',
    'rollouts-controller',
    'flagger',
    'cainjector',
    'cert-manager-*',
    'external-secrets',
    'sealed-secrets-controller',
    'external-dns',
    'istiod',
    'istio-pilot',
    'pilot-discovery',
    'linkerd-*',
    'PrometheusOperator',
    'cluster-*-operator',
    'machine-config-*',
    'openshift-*',
    'service-ca-operator',
    'manager',
    'controller',
    'operator',
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
