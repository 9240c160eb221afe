import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { WebGalleryOptions } from '../../../shared/domain/export-pages.ts'
import { exportedSize } from '../../../shared/domain/export-size.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { PagesResult, PagesRun } from '../exports.ts'
import type { ProgressOptions } from '../assets.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { fillTokens } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { firstFree } from './first-free.ts'
import { preparePagePictures, type PreparedPicture } from './page-pictures.ts'
import { galleryPage, type PagePicture } from './pages/gallery-page.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'

const thumbnailPx = 640
const pageName = 'index.html'

/** A new folder with everything in it, there at once and whole, or not at all. */
export async function writeGallery(
  context: ExportsContext,
  { ids, folder: wanted, options }: PagesRun<WebGalleryOptions>,
  progress: ProgressOptions = {},
): Promise<PagesResult> {
  const folder = resolve(wanted)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await removeDeadTemporaries(folder).catch(() => undefined)
  const work = temporaryNameFor(join(folder, 'gallery'))
  await mkdir(work).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.writeIntoFolder({ folder }))
  })
  try {
    const { pictures, failed } = await preparePagePictures(
      context,
      { ids, caption: options.caption },
      [
        { folder: join(work, 'pictures'), longestSidePx: options.longestSidePx, quality: 88, metadata: 'label' },
        { folder: join(work, 'thumbnails'), longestSidePx: thumbnailPx, quality: 80, metadata: 'none' },
      ],
      progress,
    )
    const page = galleryPage(
      options.title,
      pictures.map((picture, at) => onPage(picture, options, at + 1)),
    )
    await writeFile(join(work, pageName), page)
    if (progress.signal?.aborted) throw AppError.cancelled()
    const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
    const name = toSafeFileName(options.title) || 'gallery'
    const target = join(
      folder,
      firstFree(name, (candidate) => !present.has(candidate.toLowerCase())),
    )
    await rename(work, target)
    return { paths: [join(target, pageName)], failed, missingCharacters: [] }
  } catch (thrown) {
    await rm(work, { recursive: true, force: true }).catch(() => undefined)
    throw toFileError(thrown, messages.writeWebGallery)
  }
}

function onPage({ record, fileName }: PreparedPicture, { caption }: WebGalleryOptions, position: number): PagePicture {
  const size = exportedSize(record, { by: 'longest', px: thumbnailPx, mayEnlarge: false })
  return {
    file: `pictures/${fileName}`,
    thumbnail: `thumbnails/${fileName}`,
    ...size,
    caption: fillTokens(record, caption, position),
    alt: record.marks.notes || record.name,
  }
}
