import { fileURLToPath } from 'node:url'
import { runPolicyCases } from '@tideway/core/testing'
import { test } from 'vitest'

runPolicyCases(fileURLToPath(new URL('.', import.meta.url)), { test })
