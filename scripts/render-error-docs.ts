import { errorRegister } from '../packages/core/src/errors/error-register.ts'

const introduction = `# Error codes

<!-- Written by \`npm run docs:errors\` from packages/core/src/errors/error-register.ts: change it there. -->

Every error of tideway carries one of these codes. A code keeps its meaning for ever; the message beside it says to what it
happened, and why. With \`-o json\` the code is the field to test for.
`

/** The text of `docs/errors.md`: one section per code of the register, in the order of the alphabet. */
export function renderErrorDocs(): string {
  const sections = Object.entries(errorRegister)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { means, next }]) => `\n## ${code}\n\n${means}\n\nWhat to do: ${next}\n`)
  return introduction + sections.join('')
}
