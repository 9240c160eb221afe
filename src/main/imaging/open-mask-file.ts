import { basename } from 'node:path'
import { maskBytesMax } from '../../shared/domain/generation.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/imaging.ts'
import { readUntrusted } from '../platform/pure/untrusted-file.ts'
import type { Imaging, ReadMaskFile } from './imaging.ts'

/** Reads a file that is given as a mask. @throws request/invalid if it leaves open where to edit, storage/*, media/* */
export async function openMaskFile(
  path: string,
  { readMaskFile }: Pick<Imaging, 'readMaskFile'>,
): Promise<ReadMaskFile> {
  const name = basename(path)
  return readMaskFile({ bytes: await readBytes(path, name), name })
}

async function readBytes(path: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = await readUntrusted(path, maskBytesMax)
    if (bytes === null) throw new AppError('media/too-large', messages.maskFileTooLarge({ name }))
    return bytes
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadMask({ name }))
  }
}
