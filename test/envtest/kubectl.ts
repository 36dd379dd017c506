import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kubeconfigFor } from '@tideway/adapter-kubernetes/testing'
import type { ApiServerAccess } from './start-api-server.ts'

/** What became of a command. */
export interface KubectlOutcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** A kubectl that knows one server and nobody's settings. */
export interface Kubectl {
  /** Runs it as the administrator; `editor` is the command that `edit` opens the object with. */
  run(
    words: readonly string[],
    options?: { readonly input?: string; readonly editor?: string },
  ): Promise<KubectlOutcome>
  close(): void
}

/** Prepares the kubectl of the assets for a server. */
export function prepareKubectl(access: ApiServerAccess): Kubectl {
  const home = mkdtempSync(join(access.folder, 'kubectl-'))
  const { url: server, certificateAuthority, adminToken: token } = access
  writeFileSync(join(home, 'config'), kubeconfigFor({ server, certificateAuthority, token }), { mode: 0o600 })
  return {
    run: (words, { input = '', editor = 'false' } = {}) =>
      new Promise((resolve) => {
        const { PATH } = process.env
        const env = { PATH, HOME: home, KUBECONFIG: join(home, 'config'), KUBE_EDITOR: editor }
        const child = execFile(join(access.assets, 'kubectl'), words, { env }, (_, out, error) =>
          resolve({ code: child.exitCode ?? -1, out: out.trim(), error: error.trim() }),
        )
        child.stdin?.end(input)
      }),
    close: () => rmSync(home, { recursive: true, force: true }),
  }
}
