export type { CustomResourceOptions } from './emulator/custom-resource-definition.ts'
export { customResourceDefinition } from './emulator/custom-resource-definition.ts'
export type { DeliveredUnit, Deliverer, DelivererOptions, Delivery } from './emulator/deliverer.ts'
export { createDeliverer } from './emulator/deliverer.ts'
export type { Fault } from './emulator/faults.ts'
export { ConnectionCut } from './emulator/faults.ts'
export type { JsonObject, JsonValue } from './emulator/json.ts'
export type { KubeconfigOptions } from './emulator/kubeconfig.ts'
export { kubeconfigFor } from './emulator/kubeconfig.ts'
export type {
  KubernetesEmulator,
  KubernetesEmulatorOptions,
  ObjectReference,
} from './emulator/kubernetes-emulator.ts'
export { createKubernetesEmulator } from './emulator/kubernetes-emulator.ts'
export type { RequestRecord } from './emulator/request-record.ts'
export type { LoopbackServer, ServeOptions } from './emulator/serve.ts'
export { serve } from './emulator/serve.ts'
export type { Denial, EmulatorUser, Peer, Verb } from './emulator/users.ts'
