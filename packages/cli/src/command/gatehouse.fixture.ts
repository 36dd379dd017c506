import { customResourceDefinition, type JsonObject } from '@tideway/adapter-kubernetes/testing'

const schema: JsonObject = {
  type: 'object',
  description: 'Where people come in.',
  properties: {
    spec: {
      type: 'object',
      properties: {
        gates: {
          type: 'array',
          description: 'Its gates.',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['id'],
          items: {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'string' }, weight: { type: 'integer', minimum: 0 } },
          },
        },
        zones: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        lit: { type: 'boolean', default: false },
      },
    },
  },
}

/** Defines the kind of the story of schemas: its gates are told apart by `id`, its zones are a set, `lit` has a default. */
export const gatehouseDefinition: JsonObject = customResourceDefinition({
  group: 'gates.example',
  kind: 'Gatehouse',
  versions: ['v1'],
  status: false,
  schema,
})

/** What `tideway schemas` writes of it. */
export const gatehouseSchemas: string = `openapi: 3.0.0
info:
  title: schemas of custom resources, as far as they matter for comparing
  version: "1"
paths: {}
components:
  schemas:
    example.gates.v1.Gatehouse:
      properties:
        spec:
          properties:
            gates:
              items:
                properties:
                  id:
                    type: string
                  weight:
                    type: integer
                type: object
              type: array
              x-kubernetes-list-map-keys:
              - id
              x-kubernetes-list-type: map
            lit:
              default: false
              type: boolean
            zones:
              items:
                type: string
              type: array
              x-kubernetes-list-type: set
          type: object
      type: object
      x-kubernetes-group-version-kind:
      - group: gates.example
        kind: Gatehouse
        version: v1
`

/** A unit with a gatehouse whose gates have these weights. */
export const gatehouseUnit = (weightA: number, weightB: number): string => `apiVersion: gates.example/v1
kind: Gatehouse
metadata:
  name: north
  namespace: default
spec:
  gates:
    - id: a
      weight: ${weightA}
    - id: b
      weight: ${weightB}
  zones:
    - east
    - west
`

/** The same as a person writes it into the cluster: in another order. */
export const liveGatehouse: JsonObject = {
  apiVersion: 'gates.example/v1',
  kind: 'Gatehouse',
  metadata: { name: 'north', namespace: 'default' },
  spec: {
    gates: [
      { id: 'b', weight: 1 },
      { id: 'a', weight: 1 },
    ],
    zones: ['west', 'east'],
  },
}
