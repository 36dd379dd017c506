export type {
  ConfigHubCredentials,
  ConfigHubOptions,
  DriverName,
  Fetch,
  Sleep,
} from './config-hub-options.ts'
export { createConfigHub } from './create-config-hub.ts'
