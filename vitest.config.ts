import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { shared } from './vitest.shared.ts'

const left = ['**/node_modules/**', '**/dist/**', '**/*.{deep,cluster}.test.ts']

/** The tests of every run: `npm test`. */
const config: ViteUserConfig = defineConfig({
  ...shared,
  test: {
    ...shared.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'in-process',
          include: ['packages/{core,adapter-confighub,adapter-kubernetes}/src/**/*.test.ts'],
          exclude: left,
          // Evaluating what they import again for each file took half of their time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'with-programs',
          // Starting a program costs more the larger the process is that starts it: each file has a fresh one.
          include: [
            'packages/{adapter-github,cli}/src/**/*.test.ts',
            'examples/*/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          exclude: left,
        },
      },
    ],
  },
})

export default config
