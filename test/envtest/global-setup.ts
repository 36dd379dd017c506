import type { TestProject } from 'vitest/node'
import { findAssets } from './find-assets.ts'
import { type ApiServerAccess, startApiServer } from './start-api-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    apiServer: ApiServerAccess
  }
}

/** Starts the API server that the cluster's tests share, and gives them access to it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const assets = findAssets()
  if (assets === undefined) {
    throw new Error(
      'no API server assets: run npm run envtest:assets, or set KUBEBUILDER_ASSETS to a folder of setup-envtest',
    )
  }
  const { stop, ...access } = await startApiServer(assets)
  project.provide('apiServer', access)
  return stop
}
