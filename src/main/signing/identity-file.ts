import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import { parseJson } from '../../shared/util/parse-json.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'

/** All of it may be read by anybody: the key is elsewhere. */
const identityFileSchema = z.object({
  version: z.literal(1),
  kind: z.enum(['made', 'own']),
  /** DER in base64, the person's first. */
  chain: z.array(z.base64()).min(1).max(10),
})
export type IdentityFile = z.output<typeof identityFileSchema>

export async function readIdentityFile(path: string): Promise<IdentityFile | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw toFileError(thrown, 'read the certificate to sign with')
  }
  const parsed = identityFileSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'storage/corrupt',
    'The certificate to sign with is damaged. Nothing was signed. Make a new one in Settings, Export.',
  )
}

export function writeIdentityFile(path: string, file: IdentityFile): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`)
}

export function removeIdentityFile(path: string): Promise<void> {
  return rm(path, { force: true })
}
