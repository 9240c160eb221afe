import { readFile } from 'node:fs/promises'
import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../../platform/pure/atomic-file.ts'
import type { StripRequest } from '../../imaging.ts'
import { findHiddenBits } from '../metadata/read/hidden-bits.ts'
import { inspectPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { stripMetadata, strippableFormats } from './strip-metadata.ts'

/**
 * Copies a file without its metadata and without touching its pixels, or refuses: an original that is to say nothing is
 * never copied with what it says.
 */
export async function stripOriginal(request: StripRequest, signal: AbortSignal): Promise<void> {
  const bytes = await untilAborted(strippedBytes(request), signal)
  await writeFileAtomic(request.targetPath, bytes, request.fileName)
}

async function strippedBytes({ sourcePath, fileName }: StripRequest): Promise<Buffer> {
  const source = fileSource(sourcePath)
  const { format, orientation } = await inspectPicture(source)
  const strippable = strippableFormats.find((each) => each === format)
  if (strippable === undefined) {
    throw new AppError(
      'media/unsupported',
      `“${fileName}” was not written: metadata cannot be removed from an original ${format.toUpperCase()} file. Choose a format, or keep all metadata.`,
    )
  }
  const hidden = await findHiddenBits(source).catch((thrown: unknown) => {
    throw toDecodeError(thrown, fileName)
  })
  if (hidden !== null) {
    throw new AppError(
      'media/unsupported',
      `“${fileName}” was not written: a prompt is hidden in its pixels, which an original keeps. Choose a format, or keep all metadata.`,
    )
  }
  const file = await readFile(sourcePath).catch((thrown: unknown) => {
    throw toFileError(thrown, `read “${fileName}”`)
  })
  const stripped = stripMetadata(file, strippable, orientation)
  if (stripped !== null) return stripped
  throw new AppError('media/undecodable', `“${fileName}” was not written: the original is damaged.`)
}
