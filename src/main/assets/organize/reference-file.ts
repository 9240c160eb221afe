import { createWriteStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Entry } from 'yauzl'
import { ZipFile } from 'yazl'
import { z } from 'zod'
import {
  referenceDraftSchema,
  referenceImagesMax,
  type NamedReference,
} from '../../../shared/domain/named-reference.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/references.ts'
import { cannotSave } from '../../../shared/messages/en/start.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { openZipFile, type OpenedZip } from '../../platform/pure/open-zip-file.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'

const manifestName = 'reference.json'
const manifestBytesMax = 100_000
/** Of all images together, when written and when read. */
const totalBytesMax = 2 * 2 ** 30
/** Images are compressed already; what becomes much larger is a zip bomb. */
const ratioMax = 100
const ratioCountsFromBytes = 64 * 2 ** 20

const draft = referenceDraftSchema.omit({ imageIds: true })
const manifestSchema = draft.extend({
  version: z.literal(1),
  /** Files beside the manifest, in the order of the reference. */
  images: z
    .array(
      z
        .string()
        .max(300)
        .regex(/^[^/\\]+$/),
    )
    .max(referenceImagesMax),
})

/** An image of a reference: its file, and its name in the library. */
export interface ReferenceImage {
  readonly name: string
  readonly path: string
  readonly extension: string
}

/** Writes a reference with its images as one file, which another library can import. @throws storage/*, media/too-large */
export async function writeReferenceFile(
  path: string,
  reference: NamedReference,
  images: readonly ReferenceImage[],
  signal?: AbortSignal,
): Promise<void> {
  const sizes = await Promise.all(images.map(async (image) => (await stat(image.path)).size))
  if (sum(sizes) > totalBytesMax) throw new AppError('media/too-large', messages.referenceTooLarge(reference))
  const names = namesOf(images)
  const manifest = { version: 1, ...draft.parse(reference), images: names }
  await replaceWithTemporary(path, async (temporaryPath) => {
    const zip = new ZipFile()
    const failed = new AbortController()
    zip.on('error', (error) => failed.abort(error))
    zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), manifestName)
    images.forEach((image, at) => zip.addFile(image.path, names[at]!, { compress: false }))
    zip.end()
    const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
    try {
      await pipeline(zip.outputStream, createWriteStream(temporaryPath, { flags: 'wx' }), { signal: stop })
    } catch (thrown) {
      throwIfAborted(signal)
      // The file that could not be read says more than the pipeline that it stopped.
      throw failed.signal.aborted ? toFileError(failed.signal.reason, cannotSave({ name: basename(path) })) : thrown
    }
  })
}

/** Two images may have one name. */
function namesOf(images: readonly ReferenceImage[]): string[] {
  const taken = new Set<string>()
  return images.map(({ name, extension }) => {
    const base = toSafeFileName(name) || 'image'
    for (let number = 1; ; number++) {
      const fileName = `${base}${number === 1 ? '' : `-${number}`}.${extension}`
      const key = fileName.toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return fileName
    }
  })
}

export type ReferenceFileContent = z.output<typeof draft> & {
  /** The unpacked image files, in order. */
  readonly files: readonly string[]
}

/**
 * Reads a file of `writeReferenceFile`; unpacks its images into `folder`, under names that are safe on every system.
 * @throws media/undecodable, media/too-large, storage/*
 */
export async function readReferenceFile(
  path: string,
  folder: string,
  signal?: AbortSignal,
): Promise<ReferenceFileContent> {
  const file = basename(path)
  const zip = await openZipFile(path, {
    // The images, the manifest, and what systems add when somebody packs the file again.
    entriesMax: 100,
    refused: (cause, entry) =>
      entry === null || entry.fileName === manifestName ? notOurs(file, cause) : damaged(file, entry.fileName),
  })
  try {
    const { images, version: _version, ...rest } = await readManifest(zip, file)
    const entries = images.map((name) => requireEntry(zip, name, file))
    refuseBombs(entries, file)
    const files: string[] = []
    for (const [at, entry] of entries.entries()) {
      throwIfAborted(signal)
      files.push(await unpack(zip, entry, join(folder, String(at))))
    }
    return { ...rest, files }
  } finally {
    zip.close()
  }
}

async function readManifest(zip: OpenedZip, file: string): Promise<z.output<typeof manifestSchema>> {
  const entry = requireEntry(zip, manifestName, file)
  if (entry.uncompressedSize > manifestBytesMax) throw notOurs(file)
  const json = parseJson(await textOf(zip.read(entry)))
  const newer = z.object({ version: z.int().min(2) }).safeParse(json)
  if (newer.success) throw new AppError('media/unsupported', messages.referenceFileNewer({ file }))
  const manifest = manifestSchema.safeParse(json)
  if (manifest.success) return manifest.data
  throw notOurs(file)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function requireEntry(zip: OpenedZip, name: string, file: string): Entry {
  const entry = zip.entries.get(name)
  if (entry !== undefined) return entry
  if (name === manifestName) throw notOurs(file)
  throw damaged(file, name)
}

/** An entry counts each time it is named, as it is unpacked each time. */
function refuseBombs(entries: readonly Entry[], file: string): void {
  const total = sum(entries.map(({ uncompressedSize }) => uncompressedSize))
  const packed = sum(entries.map(({ compressedSize }) => compressedSize))
  if (total <= totalBytesMax && (total <= ratioCountsFromBytes || total <= packed * ratioMax)) return
  throw new AppError('media/too-large', messages.referenceFileTooLarge({ file }))
}

/** Each image has a folder of its own, so that it keeps its name. */
async function unpack(zip: OpenedZip, entry: Entry, folder: string): Promise<string> {
  await mkdir(folder)
  const extension = extname(entry.fileName)
  const name = toSafeFileName(basename(entry.fileName, extension)) || 'image'
  const target = join(folder, `${name}${toSafeFileName(extension) && `.${toSafeFileName(extension)}`}`)
  const handle = await open(target, 'wx')
  try {
    for await (const chunk of zip.read(entry)) await handle.writeFile(chunk)
  } finally {
    await handle.close()
  }
  return target
}

function notOurs(file: string, cause?: unknown): AppError {
  return new AppError('media/undecodable', messages.notReferenceFile({ file }), { cause })
}

function damaged(file: string, name: string): AppError {
  return new AppError('media/undecodable', messages.referenceFileDamaged({ file, name: JSON.stringify(name) }))
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
