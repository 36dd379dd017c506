/** What a request threw; undefined where it went well. */
export async function catchError(request: () => Promise<unknown>): Promise<unknown> {
  return request().then(
    () => undefined,
    (error: unknown) => error,
  )
}
