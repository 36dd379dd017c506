/** A unit with one ConfigMap, for suites: any store of Kubernetes YAML takes it. */
export function sampleText(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: ${JSON.stringify(value)}\n`
}
