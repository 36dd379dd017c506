/** The Git ref that holds an environment's archive. */
export function archiveRef(environment: string): string {
  return `refs/tideway/${environment}`
}
