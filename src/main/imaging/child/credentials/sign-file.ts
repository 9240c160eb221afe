import type { ExportContext } from '../../imaging.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { formatToMime, type ExportFormat } from '../../../../shared/util/media-type.ts'
import type { ExportCredentials } from '../../content-credentials.ts'
import type { SourcePhoto } from '../export/kept-photo.ts'
import { digitalSourceTypeOf } from '../export/written-account.ts'
import { credentialsBytesMax } from './credentials-bytes-max.ts'
import type { CredentialsThread } from './credentials-thread.ts'

interface FileToSign {
  readonly fileName: string
  readonly format: ExportFormat
  readonly credentials: ExportCredentials
  readonly photo: SourcePhoto | null
}

interface SignServices extends Pick<ExportContext, 'signal' | 'sign'> {
  readonly credentials: CredentialsThread
}

/** The finished file with Content Credentials in it. Whatever fails, the picture is not written: unsigned is not what was asked for. */
export async function signFile(
  bytes: Uint8Array,
  { fileName, format, credentials, photo }: FileToSign,
  { signal, sign, credentials: thread }: SignServices,
): Promise<Uint8Array> {
  if (bytes.length > credentialsBytesMax) {
    throw new AppError(
      'media/too-large',
      `“${fileName}” has more than 512 MB, which cannot be signed. It was not written.`,
    )
  }
  const digitalSourceType = digitalSourceTypeOf(credentials.kind, photo)
  const job = {
    is: 'sign',
    bytes,
    mime: formatToMime(format),
    title: fileName,
    plan: credentials.plan,
    digitalSourceType,
  } as const
  try {
    return await thread.sign(job, sign, signal)
  } catch (thrown) {
    if (thrown instanceof AppError && /^(request\/cancelled|credential\/)/.test(thrown.code)) throw thrown
    throw new AppError(
      'media/unsupported',
      `“${fileName}” could not be signed, so it was not written. Try again, choose another format, or export it without signing.`,
      { cause: thrown, detail: { reason: thrown instanceof Error ? thrown.message : String(thrown) } },
    )
  }
}
