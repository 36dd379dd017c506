export {
  type ConfigHubEmulator,
  createConfigHubEmulator,
  type LoggedRequest,
  type SeedUnit,
} from './emulator/create-confighub-emulator.ts'
export type {
  Access,
  Bridge,
  ConfigHubEmulatorOptions,
  EmulatedPerson,
  EmulatedWorker,
  Trigger,
  TriggerUnit,
  Validator,
} from './emulator/emulator-options.ts'
export type { Fault, FaultRule, RequestSummary } from './emulator/faults.ts'
export type { Person } from './emulator/person.ts'
export { type Served, serve } from './emulator/serve.ts'
export type { RevisionRecord, TextMap, UnitRecord } from './emulator/state.ts'
