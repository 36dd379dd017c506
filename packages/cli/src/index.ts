export type {
  EnvironmentConfig,
  EnvironmentMode,
  ProjectConfig,
  RenderConfig,
} from './config/project-config.ts'
export type { ConfiguredNormalization } from './config/resolve-normalization.ts'
export type { ConnectedEnvironment } from './project/connect-environment.ts'
export type { ConnectorSettings, Connectors, CreateConnectors } from './project/connectors.ts'
export { type CallOptions, createCall } from './project/create-call.ts'
export { openProject, type Project, type ProjectOptions } from './project/open-project.ts'
export type { Variables } from './project/variables.ts'
export {
  connectOpenTelemetry,
  type OpenTelemetryApi,
  type OpenTelemetryOptions,
} from './telemetry/connect-open-telemetry.ts'
