import { describe, expect, it } from 'vitest'
import { defaultManagers, isPerson } from './managers.ts'

describe('by the name of its field manager', () => {
  it.each([
    'confighub-bridge-worker',
    'argocd-controller',
    'application/apply-patch',
    'fleetagent',
    'eks',
    'kube-apiserver',
    'vpa-recommender',
    'keda',
    'cainjector',
    'cert-manager-cainjector',
    'cert-manager-certificates-issuing',
    'pilot-discovery',
    'rollouts-controller',
    'cluster-version-operator',
    'openshift-controller-manager',
    'manager',
    'provider-aws-lambda',
    'apiextensions.crossplane.io/composed/0a1b',
    'managed.crossplane.io/api-simple-reference-resolver',
  ])('%s is no person', (manager) => {
    expect(isPerson(manager, defaultManagers)).toBe(false)
  })

  // The last three: the console of OpenShift in a browser, a page of Rancher, and a script.
  it.each([
    'kubectl',
    'kubectl-edit',
    'kubectl-client-side-apply',
    'kubectl-rollout',
    'helm',
    'k9s',
    'Mozilla',
    'rancher',
    'python-requests',
  ])('%s is a person, or a tool in a person’s hand', (manager) => {
    expect(isPerson(manager, defaultManagers)).toBe(true)
  })
})
