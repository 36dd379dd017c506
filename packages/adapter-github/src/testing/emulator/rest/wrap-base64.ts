/** Base64 in lines of 60 characters, each ended by a line break, as GitHub's API returns it. */
export const wrapBase64 = (content: Uint8Array): string =>
  Buffer.from(content)
    .toString('base64')
    .replace(/.{1,60}/g, '$&\n')
