import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key of an emulated GitHub App: made in a folder, and found there again. */
export function makeAppKey(
  folder: string,
  id: string,
): { readonly file: string; readonly publicKey: string } {
  const file = join(folder, `app-${id}.private-key.pem`)
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    mkdirSync(folder, { recursive: true })
    // As GitHub hands it out.
    writeFileSync(file, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
  }
  const publicKey = createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'pem' })
  return { file, publicKey: String(publicKey) }
}
