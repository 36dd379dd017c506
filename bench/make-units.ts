/** Three sets of units, and what was done to them. */
export interface BenchUnits {
  readonly base: ReadonlyMap<string, string>
  readonly left: ReadonlyMap<string, string>
  readonly right: ReadonlyMap<string, string>
  /** The share of units that are not the same everywhere. */
  readonly changedShare: number
}

type Sides = readonly [base: number, left: number, right: number]

/**
 * Units as teams keep them: Deployments, Crossplane claims, ConfigMaps and Services, a third of them commented. Of a
 * hundred, five are edited on the left, five on the right and one on both sides at the same field.
 */
export function makeUnits(count: number): BenchUnits {
  const [base, left, right] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ]
  let changed = 0
  for (let index = 0; index < count; index++) {
    const lot = (index * 37) % 100
    const values: Sides = lot < 5 ? [1, 2, 1] : lot < 10 ? [1, 1, 2] : lot === 10 ? [1, 2, 3] : [1, 1, 1]
    if (lot <= 10) changed += 1
    for (const [side, set] of [base, left, right].entries())
      set.set(`unit-${index}`, writeUnit(index, values[side] ?? 1))
  }
  return { base, left, right, changedShare: changed / count }
}

/** The same units so that no text is the same on two sides. */
export function reformatUnits({ base, left, right, changedShare }: BenchUnits): BenchUnits {
  const mark = (set: ReadonlyMap<string, string>, side: string) =>
    new Map([...set].map(([unit, text]) => [unit, `# ${side}\n${text}`]))
  return { base: mark(base, 'base'), left: mark(left, 'left'), right: mark(right, 'right'), changedShare }
}

function writeUnit(index: number, value: number): string {
  const comment = index % 3 === 0 ? '# Ask the owners before changing this.\n' : ''
  return comment + [deployment, claim, settings, service][index % 4]?.(`app-${index}`, value)
}

function deployment(name: string, value: number): string {
  const container = (part: string, tag: number) => `        - name: ${part}
          image: registry.example.com/team/${part}:1.${tag}.0
          imagePullPolicy: IfNotPresent
          ports:
            - name: http
              containerPort: 8080
          env:
${Array.from({ length: 12 }, (_, item) => `            - name: SETTING_${item}\n              value: "value of ${part} ${item}"\n`).join('')}          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 15
`
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
${container('app', value)}${container('proxy', 7)}      volumes:
        - name: config
          configMap:
            name: ${name}
`
}

function claim(name: string, value: number): string {
  return `apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata:
  name: ${name}
  labels:
    team: walls
  annotations:
    crossplane.io/external-name: ${name}
spec:
  deletionPolicy: Orphan
  forProvider:
    region: eu-central-1
    memorySize: ${value * 128}
    timeout: 30
    runtime: nodejs20.x
    handler: index.handler
    environment:
      - variables:
${Array.from({ length: 40 }, (_, item) => `          VARIABLE_${item}: "some longer value of variable ${item}"\n`).join('')}    tags:
      owner: walls
  providerConfigRef:
    name: default
`
}

function settings(name: string, value: number): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: shop
data:
  level: "${value}"
${Array.from({ length: 60 }, (_, item) => `  setting.${item}: "some value of setting ${item}"\n`).join('')}  script.sh: |
    #!/bin/sh
    set -eu
    echo "starting ${name}"
    exec /app --verbose
`
}

function service(name: string, value: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
  annotations:
${Array.from({ length: 30 }, (_, item) => `    example.com/note-${item}: "note number ${item}"\n`).join('')}spec:
  type: ClusterIP
  selector:
    app.kubernetes.io/name: ${name}
  sessionAffinityConfig:
    clientIP:
      timeoutSeconds: ${value * 100}
  ports:
    - name: http
      port: 80
      targetPort: http
    - name: metrics
      port: 9090
      targetPort: metrics
`
}
