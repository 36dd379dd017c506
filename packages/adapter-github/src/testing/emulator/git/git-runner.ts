import { type GitResult, type GitRunOptions, runGit } from './run-git.ts'

/** Runs `git` in one repository. */
export type GitRunner = {
  /** Runs `git` and returns its result, whatever the exit code. */
  try(args: readonly string[], options?: GitRunOptions): Promise<GitResult>
  /** Runs `git` and returns its standard output; throws where it fails. */
  run(args: readonly string[], options?: GitRunOptions): Promise<string>
}

/** Runs `git` with nothing but arguments. */
export type GitQuestions = {
  try(args: readonly string[]): Promise<GitResult>
  run(args: readonly string[]): Promise<string>
}

const createRunner = (run: GitRunner['try']): GitRunner => ({
  try: run,
  run: async (args, options) => {
    const { code, stdout, stderr } = await run(args, options)
    if (code !== 0) throw new Error(`git ${args[0]} failed (${code}): ${stderr.trim()}`)
    return stdout.toString()
  },
})

export const createGitRunner = (directory: string): GitRunner =>
  createRunner((args, options) => runGit(directory, args, options))

/** Asks each question once: for those whose answer cannot change. */
export const createRememberingRunner = (runner: GitQuestions): GitQuestions => {
  const known = new Map<string, Promise<GitResult>>()
  return createRunner((args) => {
    const key = args.join(' ')
    const answer = known.get(key) ?? runner.try(args)
    known.set(key, answer)
    // Git answers with 0 or 1, and fails with another code.
    answer.then(
      ({ code }) => code === 0 || code === 1 || known.delete(key),
      () => known.delete(key),
    )
    return answer
  })
}
