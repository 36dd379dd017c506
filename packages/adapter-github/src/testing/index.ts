export {
  createGitHubEmulator,
  type GitHubEmulator,
  type RequestRecord,
} from './emulator/create-github-emulator.ts'
export type {
  GitHubAccount,
  GitHubBeliefs,
  GitHubEmulatorOptions,
  GitHubLag,
  GitHubLimits,
  GitHubSettings,
} from './emulator/emulator-options.ts'
export type { Fault, FaultRule, FaultTarget } from './emulator/faults/fault.ts'
export type { FaultList } from './emulator/faults/fault-list.ts'
export type { Files } from './emulator/repository/commit-files.ts'
export type { GitHubRepository, Person } from './emulator/repository/github-repository.ts'
export type {
  Comment,
  CommitStatus,
  Label,
  MergeMethod,
  Pull,
} from './emulator/repository/repository-state.ts'
export { type LoopbackServer, type RequestHandler, serve } from './serve.ts'
