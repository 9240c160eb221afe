import { basename, isAbsolute, join, normalize, relative, sep } from 'node:path'
import { maskBytesMax } from '../../shared/domain/generation.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/plan-file.ts'
import { readUntrusted } from '../platform/pure/untrusted-file.ts'
import type { FileMask } from './plan-file-schema.ts'

/**
 * Returns the bytes of a mask that a plan names as a file. `refuse`: makes an error that names the field.
 * @throws request/invalid, storage/*, media/too-large
 */
export type OpenMask = (file: string, refuse: (problem: string) => AppError) => Promise<Uint8Array<ArrayBuffer>>

/**
 * Opens masks in the folder of a plan.
 * @param locate returns where a path leads; what leads out of the folder is refused. Absent = links are followed
 */
export function masksIn(folder: string, locate?: (path: string) => Promise<string>): OpenMask {
  return async (file, refuse) => {
    const within = normalize(file)
    if (isOutside(within)) throw refuse(messages.outsideFolder)
    const path = join(folder, within)
    if (locate === undefined) return readMaskFile(path)
    const real = await locate(path)
    if (isOutside(relative(folder, real))) throw refuse(messages.outsideFolder)
    return readMaskFile(real)
  }
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(sep).includes('..')
}

/** null = it is found on each image. @throws request/invalid, storage/*, media/too-large */
export async function readMask(
  mask: FileMask,
  openMask: OpenMask,
  refuse: (field: string, problem: string) => AppError,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (mask.file !== undefined) return openMask(mask.file, (problem) => refuse('file', problem))
  if (mask.png === undefined) return null
  const png = new Uint8Array(Buffer.from(mask.png, 'base64'))
  const size = pngSize(png)
  if (size === null) throw refuse('png', messages.notBase64)
  if (size.width !== mask.width || size.height !== mask.height) throw refuse('png', messages.otherSize(size))
  return png
}

/** null = it is no PNG. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header.length < 33 || header.toString('latin1', 1, 4) !== 'PNG') return null
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) }
}

async function readMaskFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = basename(path)
  try {
    const bytes = await readUntrusted(path, maskBytesMax)
    if (bytes === null) throw new AppError('media/too-large', messages.fileTooLarge({ name }))
    return bytes
  } catch (thrown) {
    throw toFileError(thrown, messages.maskUnreadable({ name }))
  }
}
