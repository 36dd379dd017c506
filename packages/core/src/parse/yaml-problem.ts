/** What is wrong at one place of a YAML file. */
export interface YamlProblem {
  /** The way to the value. */
  readonly path: readonly PropertyKey[]
  /** Present where the key of the value is meant. */
  readonly at?: 'key' | undefined
  readonly message: string
}
