// Sums vitest's JSON reports into the closing line of a run.
// Usage: closing-line.mjs <report.json>... -- <name of each step that failed>...
// A failed step that left no failed test to show for it (a build, a lint, a crashed runner) counts as one failure,
// so that the line never says "0 failed" of a run that failed.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

const words = process.argv.slice(2)
const reports = words.slice(0, words.indexOf('--'))
const failedSteps = new Set(words.slice(words.indexOf('--') + 1))
let passed = 0
let failed = 0
let skipped = 0

for (const path of reports) {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  skipped += report.numPendingTests + report.numTodoTests
  if (report.numFailedTests > 0) failedSteps.delete(basename(path, '.json'))
}
failed += failedSteps.size
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
