export type { CaseResult, CaseUnitResult } from './case-unit-result.ts'
export {
  type ChooseFault,
  createFaultPlan,
  type Fault,
  type FaultPlan,
  type FaultRequest,
  faultAt,
  seedFaults,
} from './fault-plan.ts'
export { createPolicyLoader, type ReadText, readPresentText } from './load-policy-file.ts'
export { createMemoryArchive, type MemoryArchive, type MemoryArchiveOptions } from './memory-archive.ts'
export { createMemoryCluster, type MemoryCluster, type MemoryClusterOptions } from './memory-cluster.ts'
export {
  createMemoryConfigHub,
  type MemoryConfigHub,
  type MemoryConfigHubOptions,
  type MemoryConfigHubUser,
  type MemoryUnitState,
} from './memory-config-hub.ts'
export {
  createMemoryGit,
  type FileChanges,
  type MemoryGit,
  type MemoryGitEndpoint,
  type MemoryGitOptions,
  type MergeOptions,
} from './memory-git.ts'
export type { MemoryProposal } from './memory-proposals.ts'
export type { FileTree } from './merge-trees.ts'
export type {
  CaseAuthor,
  CaseContext,
  CaseExpectation,
  CaseSide,
  CaseSides,
  CaseUnit,
  ExpectedDecision,
  PolicyCase,
  PolicyCaseFile,
  PolicyCasesFile,
} from './policy-case.ts'
export { type PolicyCaseResult, runPolicyCase } from './policy-case-result.ts'
export { findUntestedRules, type PolicyCaseRunner, runPolicyCases } from './policy-case-run.ts'
export { type LoadFile, type PolicyCases, readPolicyCaseFolder, readPolicyCases } from './policy-cases.ts'
export { formatPolicyCaseFileSchema, formatPolicyCasesSchema } from './policy-cases-schema.ts'
export { loadPolicyCases } from './policy-loader.ts'
export { sha256 } from './sha256.ts'
export { SimulatedCrash } from './simulated-crash.ts'
export { createTestCall } from './test-call.ts'
export { createTestClock, type TestClock } from './test-clock.ts'
export type { StoreOutcome, Trigger } from './unit-store.ts'
export { withFaults } from './with-faults.ts'
