export { createKubernetes } from './create-kubernetes.ts'
export type { ClientCertificate, RequestSettings, SendRequest, ServerAnswer } from './http/send-request.ts'
export type { Environment, KubernetesOptions, Sleep } from './kubernetes-options.ts'
