export type { RecordedRun } from './archive/recorded-run.ts'
export type { OpenChange } from './compare/attribute-changes.ts'
export { type BaseTree, knownBase, unknownBase } from './compare/base-tree.ts'
export { compareThreeWay, type ThreeWayComparison, type ThreeWayRules } from './compare/compare-three-way.ts'
export { compareUnit } from './compare/compare-unit.ts'
export {
  type Attribution,
  type BaseValue,
  type FieldChange,
  isAgreed,
  type Sides,
} from './compare/field-change.ts'
export type { Move } from './compare/find-moves.ts'
export type { Rename } from './compare/find-renames.ts'
export { judgeResource, type OneSided } from './compare/one-sided.ts'
export type { TextSide } from './compare/read-unit-sides.ts'
export { summarizeUnitChange, type UnitChange } from './compare/unit-change.ts'
export type { ComparedSide, UnitComparison } from './compare/unit-comparison.ts'
export { type BaseSet, forgottenBase, type UnitSet } from './compare/unit-set.ts'
export type {
  Archive,
  ArchiveHistory,
  ArchiveSave,
  ArchiveToken,
  SaveOutcome,
  StoredArchive,
} from './contract/archive-store.ts'
export type { Call, Logger, ProgressEvent } from './contract/call.ts'
export { type Capabilities, fullCapabilities } from './contract/capabilities.ts'
export { classifyRevision, type RevisionFacts } from './contract/classify-revision.ts'
export type { Commit, CommitId, CommitRelation, Commits, UnitCommit } from './contract/commits.ts'
export type { Delivery, DeliveryQuery, DeliveryStatus } from './contract/delivery.ts'
export { emulatorHeader } from './contract/emulator-header.ts'
export type { Adapter, Endpoint } from './contract/endpoint.ts'
export type { Author, AuthorKind, History, Revision } from './contract/history.ts'
export type {
  AutoMerge,
  CurrentProposal,
  MergedProposal,
  MergeMethod,
  Proposal,
  ProposalGroups,
  ProposalOutcome,
  ProposalSink,
  ProposalState,
} from './contract/proposal-sink.ts'
export type {
  AnnotationOutcome,
  ResourceAnnotation,
  ResourceAnnotator,
} from './contract/resource-annotator.ts'
export type {
  Prediction,
  ResourceKind,
  ResourceQuery,
  ResourceResult,
  ResourceSource,
  SchemaResult,
} from './contract/resource-source.ts'
export type { ReviewCheck, Reviews } from './contract/reviews.ts'
export type { Expected, Sink, UnitWrite, WriteOutcome } from './contract/sink.ts'
export type { Listed, ReadResult, Source, UnitHead, UnitQuery } from './contract/source.ts'
export type { FileEdit, SourceEditor, SourceEdits, Unresolved, WantedUnit } from './contract/source-editor.ts'
export type { AnnotationChanges, Annotations, RevisionToken, UnitRef } from './contract/unit-ref.ts'
export { checkPolicy, type PolicyFinding } from './decide/check-policy.ts'
export { type DecidedChange, decideChanges, type FieldVerdict } from './decide/decide-change.ts'
export { definePolicy, type PolicyDefinition } from './decide/define-policy.ts'
export type { ForceScope } from './decide/force.ts'
export { formatPolicySchema } from './decide/format-policy-schema.ts'
export type { FreezeWindow } from './decide/freeze.ts'
export { defaultManagers, isPerson, type Managers } from './decide/managers.ts'
export type { DecisionContext } from './decide/matches-rule.ts'
export type { Decision, FlowName, Policy, PolicyRule, RuleMatch } from './decide/policy.ts'
export type { PolicyFileMatch, PolicyFileRule } from './decide/policy-file.ts'
export { documentedPolicy, findPreset, mergePolicy, presets, strictPolicy } from './decide/presets.ts'
export { type LoadedPolicy, type PolicyReading, readPolicy } from './decide/read-policy.ts'
export { lockAnnotation, type UnitLock } from './decide/unit-lock.ts'
export { judgeUnit, type UnitVerdict } from './decide/unit-verdict.ts'
export { createTextCache, type TextCache } from './decorators/create-text-cache.ts'
export { filtered } from './decorators/filtered.ts'
export { intercept } from './decorators/intercept.ts'
export type { EndpointRequest, Interceptor } from './decorators/interceptor.ts'
export { type MergedPart, merged } from './decorators/merged.ts'
export type { Sleep } from './decorators/sleep.ts'
export type { Attributes, Span, Telemetry } from './decorators/telemetry.ts'
export { traceFlow } from './decorators/trace-flow.ts'
export { type CacheOptions, withCache } from './decorators/with-cache.ts'
export { withLogging } from './decorators/with-logging.ts'
export { type RateLimitOptions, withRateLimit } from './decorators/with-rate-limit.ts'
export { type RetryOptions, withRetry } from './decorators/with-retry.ts'
export { withTelemetry } from './decorators/with-telemetry.ts'
export type { ChooseSide } from './edit/choose-side.ts'
export type { EditOptions, EditResult } from './edit/edit-result.ts'
export { editText } from './edit/edit-text.ts'
export { editYaml, type YamlEdit } from './edit/edit-yaml.ts'
export {
  type MergedUnit,
  type MergeRules,
  mergeThreeWay,
  type ThreeWayMerge,
} from './edit/merge-three-way.ts'
export type { TextRecipe } from './edit/text-recipe.ts'
export { AdapterError, type AdapterErrorDetails, type AdapterErrorKind } from './errors/adapter-error.ts'
export { type ErrorCode, errorRegister } from './errors/error-register.ts'
export { type ErrorDetails, TidewayError } from './errors/tideway-error.ts'
export { type AdoptOptions, type AdoptReport, adopt } from './flows/adopt/adopt.ts'
export { type CaptureEndpoints, type CaptureOptions, capture } from './flows/capture/capture.ts'
export type { FlowEndpoints } from './flows/flow-endpoints.ts'
export type { DeliveryWait } from './flows/publish/await-delivery.ts'
export { type OfflineEndpoints, previewOffline } from './flows/publish/preview-offline.ts'
export { publish } from './flows/publish/publish.ts'
export type { PublishGuard, PublishOptions } from './flows/publish/publish-options.ts'
export type { LostUnit } from './flows/replay/past-authority.ts'
export { type PastProject, type ReplayedRun, type ReplayOptions, replay } from './flows/replay/replay.ts'
export { requireConditionalSink } from './flows/require-conditional-sink.ts'
export { listUnitKinds, type UnitKindOptions } from './flows/schemas/list-unit-kinds.ts'
export { type ClusterSchemas, readClusterSchemas } from './flows/schemas/read-cluster-schemas.ts'
export { readStatus, type StatusEndpoints } from './flows/status/read-status.ts'
export type { SyncReviewers } from './flows/sync/find-reviewers.ts'
export { type SyncOptions, sync } from './flows/sync/sync.ts'
export type { SyncGrouping } from './flows/sync/sync-groups.ts'
export { type LockedUnit, type LockOptions, lockUnits } from './flows/units/lock-units.ts'
export {
  type PausedObject,
  type PauseEndpoints,
  type PauseOptions,
  type PauseReport,
  pauseUnits,
} from './flows/units/pause-units.ts'
export { createMergePatch, type MergePatchResult } from './model/create-merge-patch.ts'
export { deepEqual } from './model/deep-equal.ts'
export type { FieldEdit } from './model/field-edit.ts'
export { type FieldPath, formatPath, parsePath } from './model/field-path.ts'
export { findNearestWord, suggestWord } from './model/find-nearest-word.ts'
export { getField } from './model/get-field.ts'
export { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from './model/json.ts'
export { formatKeyedSegment, matchesSegment } from './model/keyed-segment.ts'
export type { KindSchema } from './model/kind-schema.ts'
export { locateField } from './model/locate-field.ts'
export { applyMergePatch } from './model/merge-patch.ts'
export {
  formatResourceKey,
  parseResourceKey,
  type ResourceIdentity,
  type ResourceKey,
} from './model/resource-identity.ts'
export { isSecret, isSecretField } from './model/secret-fields.ts'
export { setField } from './model/set-field.ts'
export { type FieldOwner, type FieldOwners, readFieldOwners } from './normalize/field-owners.ts'
export { findFacts, type RawResources } from './normalize/find-facts.ts'
export { formatSchemas } from './normalize/format-schemas.ts'
export { kubernetesListKeys, type ListKeys } from './normalize/list-keys.ts'
export { listKindSchemas } from './normalize/list-kind-schemas.ts'
export {
  builtInRules,
  createNormalization,
  type Normalization,
  type NormalizationOptions,
  standardNormalization,
} from './normalize/normalization.ts'
export { type FiredRule, type NormalizedResource, normalize } from './normalize/normalize.ts'
export { type OnFired, pruneResource } from './normalize/prune-resource.ts'
export { createSchema, readSchema, type Schema } from './normalize/read-schema.ts'
export { readUnitTree, type UnitTreeResult } from './normalize/read-unit-tree.ts'
export type { ResourceFacts } from './normalize/resource-facts.ts'
export type {
  CanonicalRule,
  CoveredClass,
  EquivalenceRule,
  NormalizationRule,
  RuleHeader,
} from './normalize/rule.ts'
export type { UnitTree } from './normalize/unit-tree.ts'
export { formatUnit } from './parse/format-unit.ts'
export { defaultParseLimits, type ParseLimits } from './parse/parse-limits.ts'
export { parseUnit } from './parse/parse-unit.ts'
export { type ParsedYaml, parseYaml } from './parse/parse-yaml.ts'
export { type ParsedYamlStream, parseYamlStream } from './parse/parse-yaml-stream.ts'
export type { ParsedResource, ParsedUnit } from './parse/parsed-unit.ts'
export { type CheckedYaml, readCheckedYaml } from './parse/read-checked-yaml.ts'
export type { YamlProblem } from './parse/yaml-problem.ts'
export type { Veto } from './plan/apply-vetoes.ts'
export { derivePlannedText } from './plan/derive-planned-text.ts'
export { defaultLimits, type Limits } from './plan/limits.ts'
export type { PublishPlan } from './plan/plan-publish.ts'
export type { PlannedUnit } from './plan/planned-unit.ts'
export type { PlannedWrite } from './plan/planned-write.ts'
export { countOf } from './report/count-of.ts'
export { explainField } from './report/explain-field.ts'
export type {
  FieldReport,
  FlowOutcome,
  FlowReport,
  ReportedProposal,
  UnitReport,
} from './report/flow-report.ts'
export { formatReportSchema, readReports } from './report/flow-report-schema.ts'
export { formatFieldTable } from './report/format-field-table.ts'
export { formatMarkdown } from './report/format-markdown.ts'
export { codeSpan, escapeMarkdown } from './report/format-markdown-text.ts'
export { formatStatus } from './report/format-status.ts'
export { formatText } from './report/format-text.ts'
export { type DiffOptions, formatUnifiedDiff } from './report/format-unified-diff.ts'
export type { ShownTexts } from './report/mask-secrets.ts'
export type { PlanRecord, RecordedWrite } from './report/plan-record.ts'
export { reportField } from './report/report-unit.ts'
export { showControls } from './report/show-controls.ts'
export type { EnvironmentState, StatusReport } from './report/status-report.ts'
