import { gitFailure } from './git-failure.ts'
import { type GitOptions, runGitProcess } from './git-process.ts'

/**
 * Runs `git` and answers its standard output as text. No shell is involved; callers put `--` before paths.
 * Throws an `AdapterError` for a failing exit code too, without credentials in it.
 */
export async function runGit(args: readonly string[], options: GitOptions): Promise<string> {
  return (await runGitBytes(args, options)).toString('utf8')
}

/** Runs `git` like {@link runGit}, and answers its standard output as it is. */
export async function runGitBytes(args: readonly string[], options: GitOptions): Promise<Buffer> {
  const { code, stdout, stderr } = await runGitProcess(args, options)
  if (code !== 0) throw gitFailure(args, stderr, options.endpoint)
  return stdout
}
