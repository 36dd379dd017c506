import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { shared } from './vitest.shared.ts'

/** The tests against a real API server: `npm run test:cluster`, after `npm run envtest:assets`. */
const config: ViteUserConfig = defineConfig({
  ...shared,
  test: {
    ...shared.test,
    include: ['test/**/*.cluster.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./test/temporary-directory.ts', './test/envtest/global-setup.ts'],
    // They share one server.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})

export default config
