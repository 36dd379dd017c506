import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

const example = fileURLToPath(new URL('../../examples/messagewall', import.meta.url))
const values = parseEnv(readFileSync(`${example}/config/prod.env`, 'utf8'))
const render = (path: string) =>
  readFileSync(`${example}/${path}`, 'utf8').replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    managedBy: messagewall-demo
spec:
  replicas: 2 # one per zone
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop.example/web:1
          ports:
            - containerPort: 8080
          resources:
            requests:
              cpu: 1000m
              memory: 1024Mi
`
/** Units of the example as prod renders them, and a workload beside them, by name. */
export const units: Readonly<Record<string, string>> = {
  claim: render('infra/claim/base/serverless-event-app-claim.yaml'),
  lambda: render('infra/base/lambda.yaml.template'),
  table: render('infra/base/dynamodb.yaml.template'),
  web,
}
