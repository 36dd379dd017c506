import type { FileChanges, FileTree } from '../tree/file-tree.ts'

/** Finds a file among changed ones that SOPS has encrypted: whoever edits its text breaks its seal. */
export async function findEncrypted(tree: FileTree, changes: FileChanges): Promise<string | undefined> {
  const rewritten = [...changes].flatMap(([path, text]) =>
    text !== undefined && tree.has(path) ? [path] : [],
  )
  const texts = await tree.read(rewritten)
  return [...texts].find(([, text]) => isEncrypted(text))?.[0]
}

// The three forms that SOPS writes: YAML, JSON, and lines of variables.
function isEncrypted(text: string): boolean {
  return /^(sops:|[ \t]*"sops":|sops_mac=)/m.test(text) && text.includes('ENC[AES256_GCM,')
}
