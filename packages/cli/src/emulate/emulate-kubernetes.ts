import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Emulation, EmulationOptions } from './emulation.ts'
import { keepDelivering } from './keep-delivering.ts'

/** Serves an emulated Kubernetes API on the loopback address, and writes a kubeconfig beside its objects. */
export async function emulateKubernetes({ data, port }: EmulationOptions): Promise<Emulation> {
  const { createKubernetesEmulator, kubeconfigFor, serve } = await import(
    '@tideway/adapter-kubernetes/testing'
  )
  const emulator = createKubernetesEmulator({ directory: data, now: () => new Date() })
  const served = await serve(emulator.handle, port === undefined ? {} : { port })
  const kubeconfig = join(data, 'kubeconfig')
  mkdirSync(data, { recursive: true })
  writeFileSync(kubeconfig, kubeconfigFor({ server: served.url }))
  return {
    url: served.url,
    variables: { KUBECONFIG: kubeconfig },
    hints: [
      'kubectl takes it too; kinds of your own need their CustomResourceDefinition first, or come with --deliver.',
    ],
    deliver: (source, call, tell) => keepDelivering(emulator, source, call, tell),
    async close() {
      emulator.endWatches()
      await served.close()
    },
  }
}
