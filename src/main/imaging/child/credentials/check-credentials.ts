import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import type { CheckCredentialsRequest } from '../../imaging.ts'
import { credentialsBytesMax } from './credentials-bytes-max.ts'
import type { CredentialsThread } from './credentials-thread.ts'

/** What Content Credentials in a file say and whether they hold. @throws media/too-large, media/undecodable, storage/* */
export async function checkCredentials(
  { path, mime }: CheckCredentialsRequest,
  signal: AbortSignal,
  thread: CredentialsThread,
): Promise<CredentialsCheck> {
  const name = basename(path)
  const { size } = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, `read “${name}”`)
  })
  if (size > credentialsBytesMax) {
    throw new AppError('media/too-large', `“${name}” has more than 512 MB: its Content Credentials are not checked.`)
  }
  try {
    return await thread.check({ is: 'check', path, mime }, signal)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'request/cancelled') throw thrown
    throw new AppError(
      'media/undecodable',
      `The Content Credentials in “${name}” could not be checked. The image itself is as it was.`,
      { cause: thrown, detail: { reason: thrown instanceof Error ? thrown.message : String(thrown) } },
    )
  }
}
