/** Writes one structured line. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  facts?: Readonly<Record<string, unknown>>,
) => void

/** Lines of JSON on standard output, as collectors of logs read them. */
export const logJson: Log = (level, message, facts) => {
  if (level !== 'debug')
    console.log(JSON.stringify({ at: new Date().toISOString(), level, message, ...facts }))
}
