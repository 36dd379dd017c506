/**
 * A request that the emulated server answers with an error, as status and message.
 *
 * The emulator turns it into the server's own shape: `{Code, Message}` under /api (Code is the status as a
 * string), `{message}` under /auth.
 */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}
