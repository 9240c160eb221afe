import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'

/** Authenticates with Vertex AI instead of a key. */
export interface ServiceAccount {
  readonly clientEmail: string
  /** PKCS#8, PEM. */
  readonly privateKey: string
  readonly privateKeyId: string | null
  readonly projectId: string
  /** A region; null if the environment names none. */
  readonly location: string | null
}

const fileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3).includes('@'),
  private_key: z.string().regex(/^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----\s*$/),
  private_key_id: z.string().nullish(),
  project_id: z.string().nullish(),
})

/** Such files have 2 to 3 KB. */
const fileBytesMax = 100_000

/**
 * Reads the service account that `GOOGLE_APPLICATION_CREDENTIALS` names; null if it is not set. Errors never contain
 * any of the file's content. @throws credential/missing
 */
export async function readServiceAccount(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServiceAccount | null> {
  const path = env['GOOGLE_APPLICATION_CREDENTIALS']?.trim()
  if (!path) return null
  const account = fileSchema.safeParse(parseJson(await readSmallFile(path), path))
  if (!account.success) throw unusable(problemOf(account.error, path))
  const projectId = env['GOOGLE_CLOUD_PROJECT']?.trim() || account.data.project_id?.trim()
  if (!projectId) throw unusable(messages.accountWithoutProject({ path }))
  return {
    clientEmail: account.data.client_email,
    privateKey: account.data.private_key,
    privateKeyId: account.data.private_key_id ?? null,
    projectId,
    location: env['GOOGLE_CLOUD_LOCATION']?.trim() || null,
  }
}

async function readSmallFile(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > fileBytesMax) throw unusable(messages.notAnAccount({ path }))
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw unusable((isMissing ? messages.accountMissing : messages.accountUnreadable)({ path }))
  }
}

/** The parser's error is dropped because it quotes the input. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(messages.notAnAccount({ path }))
  }
}

/** Names the invalid field without its value. */
function problemOf(error: z.ZodError, path: string): string {
  const field = error.issues[0]?.path.join('.')
  if (!field || field === 'type') return messages.notAnAccount({ path })
  return messages.accountWithoutField({ path, field })
}

function unusable(message: string): AppError {
  return new AppError('credential/missing', message)
}
