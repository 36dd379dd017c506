/** Stands for the death of the program: nothing but a test may catch it. */
export class SimulatedCrash extends Error {
  constructor(endpoint: string, member: string) {
    super(`the program died at ${member} of ${endpoint}`)
    this.name = 'SimulatedCrash'
  }
}
