/** An operator's change, and what a sync of it does to the files. */
export interface OperatorChange {
  readonly strategy: string
  readonly unit: string
  /** Replaced everywhere in the unit's text. */
  readonly from: string
  readonly to: string
  /** The program that renders the unit, where it needs one. */
  readonly program?: string
  /** The changed lines of every changed file: what a person would edit. */
  readonly diff: Readonly<Record<string, readonly string[]>>
}

/** One change for each way back into the sources of the message wall. */
export const operatorChanges: readonly OperatorChange[] = [
  {
    strategy: 'plain YAML: the node where it stands, its comment kept',
    unit: 'alarms',
    from: 'threshold: 5',
    to: 'threshold: 10',
    diff: {
      'infra/alarms/prod/alarms.yaml': [
        '-    threshold: 5 # five in five minutes wake somebody up',
        '+    threshold: 10 # five in five minutes wake somebody up',
      ],
    },
  },
  {
    strategy: 'envsubst: the value of a variable',
    unit: 'lambda',
    from: 'memorySize: 256',
    to: 'memorySize: 512',
    diff: { 'config/prod.env': ['-LAMBDA_MEMORY=256', '+LAMBDA_MEMORY=512'] },
  },
  {
    strategy: 'envsubst: a literal becomes a variable in every environment',
    unit: 's3',
    from: 'blockPublicAcls: true',
    to: 'blockPublicAcls: false',
    diff: {
      'config/dev.env': ['+MESSAGEWALL_SITE_PUBLIC_ACCESS_BLOCK_PUBLIC_ACLS=true'],
      'config/prod.env': ['+MESSAGEWALL_SITE_PUBLIC_ACCESS_BLOCK_PUBLIC_ACLS=false'],
      'infra/base/s3.yaml.template': [
        '-    blockPublicAcls: true',
        `+    blockPublicAcls: \${MESSAGEWALL_SITE_PUBLIC_ACCESS_BLOCK_PUBLIC_ACLS}`,
      ],
    },
  },
  {
    strategy: 'envsubst: a field of this environment alone goes to its patch',
    unit: 'dynamodb',
    from: 'billingMode: PAY_PER_REQUEST',
    to: 'billingMode: PAY_PER_REQUEST\n    deletionProtectionEnabled: true',
    diff: {
      'config/prod.patch.yaml': [
        '+# What this environment changes of the rendered templates: merge patches (RFC 7396).',
        '+apiVersion: dynamodb.aws.upbound.io/v1beta2',
        '+kind: Table',
        '+metadata:',
        '+  name: messagewall-prod-messages',
        '+spec:',
        '+  forProvider:',
        '+    deletionProtectionEnabled: true',
      ],
    },
  },
  {
    strategy: 'Kustomize: the overlay’s own patch is extended',
    unit: 'claim',
    program: 'kubectl',
    from: 'timeout: 10',
    to: 'timeout: 20',
    diff: { 'infra/claim/overlays/prod/claim-patch.yaml': ['+    timeout: 20'] },
  },
  {
    strategy: 'Helm: the environment’s value',
    unit: 'dashboard',
    program: 'helm',
    from: 'replicas: 2',
    to: 'replicas: 3',
    diff: {
      'config/prod.values.yaml': ['-replicas: 2 # one in each zone', '+replicas: 3 # one in each zone'],
    },
  },
  {
    strategy: 'Helm: a default that this environment departs from, in the middle of a text',
    unit: 'dashboard',
    program: 'helm',
    from: '--refresh=30s',
    to: '--refresh=5s',
    diff: { 'config/prod.values.yaml': ['+refreshSeconds: 5'] },
  },
]
