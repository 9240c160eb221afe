import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'

/** Signs in to Vertex AI in place of a key. */
export interface ServiceAccount {
  readonly clientEmail: string
  /** PKCS#8, PEM. */
  readonly privateKey: string
  readonly privateKeyId: string | null
  readonly projectId: string
  /** A region; null where the environment names none. */
  readonly location: string | null
}

const fileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3).includes('@'),
  private_key: z.string().regex(/^-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----\s*$/),
  private_key_id: z.string().nullish(),
  project_id: z.string().nullish(),
})

/** Such a file has 2 to 3 KB. */
const fileBytesMax = 100_000

/**
 * The service account that `GOOGLE_APPLICATION_CREDENTIALS` names; null where it names none. Nothing of the file's
 * content is ever in an error.
 * @throws credential/missing
 */
export async function readServiceAccount(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServiceAccount | null> {
  const path = env['GOOGLE_APPLICATION_CREDENTIALS']?.trim()
  if (!path) return null
  const account = fileSchema.safeParse(parseJson(await readSmallFile(path), path))
  if (!account.success) throw unusable(path, problemOf(account.error))
  const projectId = env['GOOGLE_CLOUD_PROJECT']?.trim() || account.data.project_id?.trim()
  if (!projectId) throw unusable(path, 'names no project: set GOOGLE_CLOUD_PROJECT')
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
    if ((await stat(path)).size > fileBytesMax) throw unusable(path, 'is too large to be one')
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    throw unusable(path, isMissing ? 'is not there' : 'cannot be read')
  }
}

/** A parser's error quotes what it stumbled over: it is dropped. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unusable(path, 'is no JSON')
  }
}

/** The field that is not as it should be, by name alone. */
function problemOf(error: z.ZodError): string {
  const field = error.issues[0]?.path.join('.')
  if (field === 'type') return 'is not a service account’s key file'
  return field ? `has no usable ${field}` : 'is not a service account’s key file'
}

function unusable(path: string, what: string): AppError {
  return new AppError(
    'credential/missing',
    `The file that GOOGLE_APPLICATION_CREDENTIALS names (${path}) ${what}. Nothing was sent. ` +
      'Download a JSON key of a service account from the Google Cloud console, or set GOOGLE_API_KEY instead.',
  )
}
