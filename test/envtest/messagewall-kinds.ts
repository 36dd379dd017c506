import { customResourceDefinition, type JsonObject } from '@tideway/adapter-kubernetes/testing'

const text = { type: 'string' }
const number = { type: 'number' }
const texts = { type: 'array', items: text }
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
})
const textMap = { type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'granular' }
const conditions = {
  type: 'array',
  items: object(
    {
      type: text,
      status: text,
      reason: text,
      lastTransitionTime: text,
      observedGeneration: { type: 'integer' },
    },
    { required: ['type'] },
  ),
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
}

// What the schemas of all managed resources have around `forProvider` (crossplane-runtime, ResourceSpec).
function managedResource(group: string, kind: string, version: string, forProvider: JsonObject): JsonObject {
  const spec = object(
    {
      deletionPolicy: { ...text, enum: ['Orphan', 'Delete'], default: 'Delete' },
      managementPolicies: { ...texts, default: ['*'] },
      providerConfigRef: object({ name: text }, { default: { name: 'default' }, required: ['name'] }),
      forProvider: object(forProvider),
    },
    { required: ['forProvider'] },
  )
  const status = object({
    conditions,
    atProvider: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  })
  const schema = object({ spec, status }, { required: ['spec'] })
  return customResourceDefinition({ group, kind, versions: [version], scope: 'Cluster', schema })
}

/** A managed resource of the provider for AWS Lambda, with the fields that the example uses and some beside. */
export const lambdaFunction: JsonObject = managedResource('lambda.aws.upbound.io', 'Function', 'v1beta2', {
  region: text,
  description: text,
  runtime: text,
  handler: text,
  architectures: texts,
  packageType: text,
  s3Bucket: text,
  s3Key: text,
  role: text,
  memorySize: number,
  timeout: number,
  reservedConcurrentExecutions: number,
  environment: object({ variables: textMap }),
})

/** A managed resource of the provider for DynamoDB. */
export const dynamoTable: JsonObject = managedResource('dynamodb.aws.upbound.io', 'Table', 'v1beta2', {
  region: text,
  billingMode: text,
  hashKey: text,
  rangeKey: text,
  attribute: { type: 'array', items: object({ name: text, type: text }) },
  ttl: object({ attributeName: text, enabled: { type: 'boolean' } }),
  pointInTimeRecovery: object({ enabled: { type: 'boolean' } }),
})

/** The example's claim, as Crossplane defines one from its XRD: with the machinery of claims beside its own fields. */
export const appClaim: JsonObject = customResourceDefinition({
  group: 'messagewall.demo',
  kind: 'ServerlessEventAppClaim',
  versions: ['v1alpha1'],
  schema: object({
    spec: object({
      environment: text,
      region: text,
      lambda: object({ memorySize: { type: 'integer' }, timeout: { type: 'integer', default: 10 } }),
      table: object({ billingMode: { ...text, default: 'PAY_PER_REQUEST' } }),
      parameters: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      compositionSelector: object({ matchLabels: textMap }),
      compositionRef: object({ name: text }),
      compositeDeletePolicy: { ...text, enum: ['Background', 'Foreground'], default: 'Background' },
      compositionUpdatePolicy: { ...text, enum: ['Automatic', 'Manual'] },
      resourceRef: object({ apiVersion: text, kind: text, name: text }),
    }),
    status: object({ conditions }),
  }),
})

/** What Crossplane makes of the claim, which in turn refers to the managed resources. */
export const appComposite: JsonObject = customResourceDefinition({
  group: 'messagewall.demo',
  kind: 'ServerlessEventApp',
  versions: ['v1alpha1'],
  scope: 'Cluster',
  schema: object({
    spec: object({
      region: text,
      claimRef: object({ apiVersion: text, kind: text, name: text, namespace: text }),
      resourceRefs: {
        type: 'array',
        items: object({ apiVersion: text, kind: text, name: text }),
        'x-kubernetes-list-type': 'atomic',
      },
    }),
    status: object({ conditions }),
  }),
})
