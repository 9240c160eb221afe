import { isAbsolute, join, normalize, relative, sep } from 'node:path'
import type { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/plan-file.ts'
import { openMaskFile } from '../imaging/index.ts'
import type { Imaging, ReadMaskFile } from '../imaging/imaging.ts'
import type { FileMask } from './plan-file-schema.ts'

type MaskImaging = Pick<Imaging, 'readMaskFile'>

/**
 * Reads a mask that a plan names as a file. `refuse`: makes an error that names the field.
 * @throws request/invalid, storage/*, media/*
 */
export type OpenMask = (file: string, refuse: (problem: string) => AppError) => Promise<ReadMaskFile>

/**
 * Opens masks in the folder of a plan.
 * @param locate returns where a path leads; what leads out of the folder is refused. Absent = links are followed
 */
export function masksIn(folder: string, imaging: MaskImaging, locate?: (path: string) => Promise<string>): OpenMask {
  return async (file, refuse) => {
    const within = normalize(file)
    if (isOutside(within)) throw refuse(messages.outsideFolder)
    const path = join(folder, within)
    if (locate === undefined) return openMaskFile(path, imaging)
    const real = await locate(path)
    if (isOutside(relative(folder, real))) throw refuse(messages.outsideFolder)
    return openMaskFile(real, imaging)
  }
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(sep).includes('..')
}

/** How the masks of a plan are read. */
export interface MaskReader {
  readonly openMask: OpenMask
  readonly imaging: MaskImaging
}

/** null = it is found on each image. @param name of an embedded one, for messages. @throws request/invalid, storage/*, media/* */
export async function readMask(
  mask: FileMask,
  { openMask, imaging }: MaskReader,
  name: string,
  refuse: (field: string, problem: string) => AppError,
): Promise<ReadMaskFile | null> {
  if (mask.file !== undefined) return openMask(mask.file, (problem) => refuse('file', problem))
  if (mask.png === undefined) return null
  const png = new Uint8Array(Buffer.from(mask.png, 'base64'))
  const size = pngSize(png)
  if (size === null) throw refuse('png', messages.notBase64)
  if (size.width !== mask.width || size.height !== mask.height) throw refuse('png', messages.otherSize(size))
  return imaging.readMaskFile({ bytes: png, name })
}

/** null = it is no PNG. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header.length < 33 || header.toString('latin1', 1, 4) !== 'PNG') return null
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) }
}
