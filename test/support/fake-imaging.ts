import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { imagingCalls, type ImagingCalls } from '../../src/main/imaging/imaging-calls.ts'
import type { Imaging, ImageFacts } from '../../src/main/imaging/imaging.ts'
import { methodsOf } from '../../src/main/platform/process/process-client.ts'
import { replaceWithTemporary } from '../../src/main/platform/pure/atomic-file.ts'
import type { FileDetails } from '../../src/shared/domain/metadata-dialect.ts'
import { AppError, toFileError } from '../../src/shared/errors/index.ts'

export interface FakeImaging extends Imaging {
  /** Number of times each call was made. */
  readonly calls: { probe: number; prepare: number; exportImage: number; heatMap: number }
  /** Runs before each export writes; a test may throw or wait here. */
  beforeExport: (request: Parameters<Imaging['exportImage']>[0]) => Promise<void>
  /** Whether images are reported as displayable without conversion. */
  isShowable: boolean
}

export const noDetails: FileDetails = {
  dialect: null,
  tool: null,
  fields: [],
  hasWorkflow: false,
  photo: [],
  hasLocation: false,
  digitalSourceType: null,
  credentials: null,
}

const never = () => Promise.reject(new AppError('media/unsupported', 'There are no pixels here.'))

/**
 * Fake imaging process for tests about files and records: accepts only intact PNG files, "encodes" by copying, and
 * makes thumbnails that are copies too.
 */
export function createFakeImaging(): FakeImaging {
  const fake: FakeImaging = {
    // Not needed by tests about files; the rest is below.
    ...methodsOf<ImagingCalls>(imagingCalls, never),
    calls: { probe: 0, prepare: 0, exportImage: 0, heatMap: 0 },
    beforeExport: () => Promise.resolve(),
    isShowable: true,
    probe: async ({ path }) => {
      fake.calls.probe++
      return { ...readHeader(await readImage(path), path), isShowable: fake.isShowable }
    },
    readMetadata: () => Promise.resolve({ details: noDetails, recipe: null, parentId: null }),
    prepare: async ({ sourcePath, workingCopyPath, thumbnails }) => {
      fake.calls.prepare++
      const bytes = await readImage(sourcePath)
      requireWhole(bytes, sourcePath)
      const copies = fake.isShowable ? thumbnails : [...thumbnails, { path: workingCopyPath }]
      for (const { path } of copies) await replaceWithTemporary(path, (temporary) => copyFile(sourcePath, temporary))
      return { ...readHeader(bytes, sourcePath), isShowable: fake.isShowable, isDamaged: false }
    },
    exportImage: async (request) => {
      fake.calls.exportImage++
      await fake.beforeExport(request)
      await replaceWithTemporary(request.targetPath, (temporary) => copyFile(request.sourcePath, temporary))
      return { fileBytes: (await stat(request.targetPath)).size, notes: [] }
    },
    stripOriginal: ({ sourcePath, targetPath }) => copyFile(sourcePath, targetPath),
    countFileChanges: async () => ({ changedInside: 0, changedOutside: 0 }),
    writePng: async ({ sourcePath, targetPath }) => {
      const bytes = await readImage(sourcePath)
      requireWhole(bytes, sourcePath)
      await writeFile(targetPath, bytes)
      return { ...readHeader(bytes, targetPath), isShowable: fake.isShowable }
    },
    fill: () => Promise.reject(new AppError('fill/nothing-to-copy', 'There is nothing to copy from.')),
    prepareInput: async ({ sourcePath, frame }) => {
      const bytes = Uint8Array.from(await readImage(sourcePath))
      return { bytes, mime: 'image/png', ...frame }
    },
    encodeMask: async ({ maskPng, frame }) => ({ bytes: Uint8Array.from(maskPng), mime: 'image/png', ...frame }),
    inspectAnswer: async ({ path }) => ({ ...readHeader(await readImage(path), path), isBlack: false }),
    compositeAnswer: () => Promise.reject(new AppError('fill/empty-mask', 'Nothing is marked yet.')),
    heatMap: async ({ beforePath, afterPath, targetPath }) => {
      fake.calls.heatMap++
      requireWhole(await readImage(beforePath), beforePath)
      await copyFile(afterPath, targetPath)
    },
    warmUp: () => undefined,
    warmUpFill: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  }
  return fake
}

async function readImage(path: string): Promise<Uint8Array> {
  return readFile(path).catch((thrown: unknown) => {
    throw toFileError(thrown, `read ${basename(path)}`)
  })
}

function readHeader(bytes: Uint8Array, path: string): ImageFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) {
    throw new AppError('media/undecodable', `${basename(path)} is no image.`)
  }
  return {
    mime: 'image/png',
    widthPx: view.getUint32(16),
    heightPx: view.getUint32(20),
    hasAlpha: bytes[25] === 6,
    isShowable: true,
  }
}

/** Requires every chunk checksum to be valid and the last chunk to be IEND. */
function requireWhole(bytes: Uint8Array, path: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  readHeader(bytes, path)
  let offset = 8
  let type = ''
  while (offset + 12 <= bytes.length) {
    const length = view.getUint32(offset)
    if (offset + 12 + length > bytes.length) break
    type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8))
    if (crc32(bytes.subarray(offset + 4, offset + 8 + length)) !== view.getUint32(offset + 8 + length)) break
    offset += 12 + length
  }
  if (type !== 'IEND' || offset !== bytes.length) {
    throw new AppError('media/undecodable', `${basename(path)} is damaged: part of it is missing.`)
  }
}
