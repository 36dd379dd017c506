import {
  findUntestedRules,
  loadPolicyCases,
  type PolicyCaseResult,
  type PolicyCases,
  runPolicyCase,
} from '@tideway/core/testing'

/** What running one file of cases gave. */
export interface TestedCases {
  readonly file: string
  readonly form: PolicyCases['form']
  readonly results: readonly PolicyCaseResult[]
  /** Rules of the policy's own that no case of any of its files exercised; empty where only some cases ran. */
  readonly untested: readonly string[]
}

/** Runs every case of a file or folder, or those whose name holds `only`. */
export function testCases(path: string, directory: string, only?: string): readonly TestedCases[] {
  const files = loadPolicyCases(path, directory)
  const ran = files.map((file) => ({
    file,
    results: file.cases
      .filter(({ name }) => only === undefined || name.includes(only))
      .map((item) => runPolicyCase(file.policy, item, file.readSide)),
  }))
  return ran.map(({ file, results }, index) => {
    const alike = ran.filter((other) => other.file.policy.name === file.policy.name)
    const isFirst = ran.findIndex((other) => other.file.policy.name === file.policy.name) === index
    const untested =
      only === undefined && isFirst
        ? findUntestedRules(
            file.policy,
            alike.flatMap((other) => other.results),
          )
        : []
    return { file: file.name, form: file.form, results, untested }
  })
}
