import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve, join } from 'node:path'
import {
  rememberedExportSchema,
  type ExportOptions,
  type RememberedExport,
  builtInPresets,
  exportedSize,
} from '../../../shared/domain/export-options.ts'
import type { WebGalleryOptions } from '../../../shared/domain/export-pages.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { upgradeExportOptions } from '../../../shared/domain/settings.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as pageMessages from '../../../shared/messages/en/written-files.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { extensionToFormat } from '../../../shared/util/media-type.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { ProgressOptions } from '../assets.ts'
import type { Exports, PagesResult, PagesRun } from '../exports.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { countExportChanges } from './count-changes.ts'
import { exportName, fillTokens, type NameableImage } from './export-name.ts'
import type { ExportsContext } from './exports-context.ts'
import { nameImages } from './name-images.ts'
import { firstFree } from './plan-names.ts'
import { goneError, locateOriginal } from './locate-original.ts'
import { loadLineage } from './load-lineage.ts'
import { preparePageImages, type PreparedImage } from './page-images.ts'
import { writeGrid } from './write-grid.ts'
import { escapeHtml, writeSheet } from './write-sheet.ts'
import { refuseLibraryFolder } from './refuse-library-folder.ts'
import { runExport } from './run-export.ts'
import { fileExistsError, isThere, measureImage, writeImage } from './write-image.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

const style = `
:root { color-scheme: light dark; --back: light-dark(#f6f6f4, #161618); --text: light-dark(#222, #e6e6e6); --quiet: light-dark(#5c5c5c, #a2a2a6); }
* { box-sizing: border-box; margin: 0; }
body { padding: clamp(14px, 3vw, 32px); background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin-bottom: 18px; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
main { display: flex; flex-wrap: wrap; gap: clamp(10px, 1.5vw, 20px); }
main::after { content: ''; flex: 1000000 1 0; }
figure { flex: var(--ratio) 1 calc(var(--ratio) * clamp(150px, 18vw, 280px)); min-width: min(120px, 100%); max-width: 100%; }
figure a { display: block; border-radius: 6px; }
a:focus-visible, button:focus-visible { outline: 3px solid #5b8def; outline-offset: 2px; }
img { display: block; }
main img { width: 100%; height: auto; aspect-ratio: var(--ratio); border-radius: 6px; object-fit: contain; }
figcaption { padding-top: 6px; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
html:has(dialog[open]) { overflow: hidden; }
dialog { width: 100%; height: 100dvh; max-width: none; max-height: none; padding: 0; border: 0; background: #111; color: #eee; }
dialog[open] { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); }
dialog nav { display: flex; gap: 8px; padding: 8px; }
dialog button { min-width: 44px; min-height: 44px; padding: 0 14px; border: 0; border-radius: 6px; background: #2b2b2e; color: #fff; font: inherit; cursor: pointer; }
dialog button:hover { background: #3d3d42; }
dialog output { flex: 1; align-self: center; color: #b4b4b8; text-align: center; }
dialog img { width: 100%; height: 100%; object-fit: contain; touch-action: pinch-zoom; }
dialog p { max-height: 25dvh; padding: 10px 16px; overflow: auto; text-align: center; overflow-wrap: anywhere; }
dialog p:empty { display: none; }
`

/** Optional: without the script the links still open the images. */
const script = `
'use strict'
const position = ${JSON.stringify(pageMessages.numberOfCount({ number: '{number}', count: '{count}' }))}
const links = [...document.querySelectorAll('main a')]
const dialog = document.querySelector('dialog')
const shown = dialog.insertBefore(document.createElement('img'), dialog.lastElementChild)
let at = 0
let touch = null
function show(index) {
  at = (index + links.length) % links.length
  shown.src = links[at].href
  shown.alt = links[at].firstElementChild.alt
  dialog.querySelector('p').textContent = links[at].parentElement.querySelector('figcaption')?.textContent ?? ''
  dialog.querySelector('output').textContent = position.replace('{number}', at + 1).replace('{count}', links.length)
  if (!dialog.open) dialog.showModal()
}
links.forEach((link, index) => link.addEventListener('click', (event) => { event.preventDefault(); show(index) }))
dialog.addEventListener('close', () => links[at].focus())
document.getElementById('close').addEventListener('click', () => dialog.close())
document.getElementById('previous').addEventListener('click', () => show(at - 1))
document.getElementById('next').addEventListener('click', () => show(at + 1))
shown.addEventListener('touchstart', ({ touches }) => { touch = touches.length === 1 ? touches[0] : null })
shown.addEventListener('touchend', ({ changedTouches }) => {
  const across = touch === null ? 0 : changedTouches[0].clientX - touch.clientX
  touch = null
  if (Math.abs(across) > 50) show(at + (across < 0 ? 1 : -1))
})
document.addEventListener('keydown', (event) => {
  if (!dialog.open) return
  const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key]
  if (step !== undefined) { event.preventDefault(); show(at + step) }
  if (event.key === 'Home') show(0)
  if (event.key === 'End') show(links.length - 1)
})
`

const thumbnailPx = 640
/** What is being encoded cannot be stopped for the export itself, which would have to wait for a larger image. */
const measuredPixelsMax = 25_000_000

const pageName = 'index.html'

export function createExports(context: ExportsContext): Exports {
  const { database } = context
  return {
    presets: () => [...builtInPresets, ...context.ownPresets()],
    example: async (id, options) => {
      const image = await requireNamed(database, id, options.template)
      const { fileName, problem, widthPx, heightPx } = exportName(image, options, 1)
      return { fileName, problem, widthPx, heightPx }
    },
    measure: async (id, options, signal) => {
      const record = await requireRecord(database, id)
      if (options.format === 'original' && options.metadata === 'all')
        return (await stat((await locateOriginal(context, record)).path)).size
      if (record.widthPx * record.heightPx > measuredPixelsMax) return null
      const lineage = await loadLineage(database, [record])
      return measureImage(context, { record, lineage, options }, signal)
    },
    remembered: async (ids) => readRemembered(await database.call('exports.remembered', { ids })),
    remember: (ids, remembered) => database.call('exports.remember', { ids, json: JSON.stringify(remembered) }),
    caption: async (id, template) => fillTokens(await requireNamed(database, id, template), template, 1),
    run: (request, progress) => runExport(context, request, progress),
    sheet: (request, progress) => writeSheet(context, request, progress),
    grid: (run, progress) => writeGrid(context, run, progress),
    gallery: (request, progress) => writeGallery(context, request, progress),
    checkCredentials: async (id, signal) => {
      const { path, mime } = await locateOriginal(context, await requireRecord(database, id))
      return context.imaging.checkCredentials({ path, mime }, { signal })
    },
    countChanges: async (id, path) => countExportChanges(context, await requireRecord(database, id), path),
    to: async (id, path, options) => exportTo(context, await requireRecord(database, id), path, options),
  }
}

/** What an older version stored gets the fields it lacks; what is not readable is not known. */
function readRemembered(json: string | null): RememberedExport | null {
  if (json === null) return null
  const stored = JSON.parse(json) as RememberedExport
  const options = upgradeExportOptions(stored.options)
  return rememberedExportSchema.safeParse({ ...stored, options }).data ?? null
}

async function requireNamed(database: Database, id: AssetId, template: string): Promise<NameableImage> {
  const record = await requireRecord(database, id)
  return (await nameImages(database, [record], template)).get(id)!
}

async function requireRecord(database: Database, id: AssetId): Promise<AssetRecord> {
  const [record] = await database.call('assets.byIds', { ids: [id] })
  if (record === undefined) throw goneError()
  return record
}

/** Exports one image to an exact path, whose extension determines the format. */
async function exportTo(
  context: ExportsContext,
  record: AssetRecord,
  path: string,
  options: ExportOptions,
): Promise<readonly string[]> {
  const format = extensionToFormat(extname(path).slice(1))
  if (format === null) {
    throw new AppError('media/unsupported', messages.formatNotSupported({ basename: basename(path) }))
  }
  await refuseLibraryFolder(context, dirname(resolve(path)))
  if (options.onConflict !== 'replace' && (await isThere(path))) throw fileExistsError(path)
  const lineage = await loadLineage(context.database, [record])
  return writeImage(context, { record, lineage, path, options: { ...options, format } })
}

/** Creates the new folder and its content atomically, or not at all. */
async function writeGallery(
  context: ExportsContext,
  { ids, folder: wanted, options }: PagesRun<WebGalleryOptions>,
  progress: ProgressOptions = {},
): Promise<PagesResult> {
  const folder = resolve(wanted)
  await refuseLibraryFolder(context, folder)
  await createFolder(folder)
  await removeDeadTemporaries(folder).catch(() => undefined)
  const temporaryFolder = temporaryNameFor(join(folder, 'gallery'))
  await mkdir(temporaryFolder).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotWriteIntoFolder({ folder }))
  })
  try {
    const { images, failed } = await preparePageImages(
      context,
      { ids, caption: options.caption },
      [
        {
          folder: join(temporaryFolder, 'pictures'),
          longestSidePx: options.longestSidePx,
          quality: 88,
          metadata: 'label',
        },
        { folder: join(temporaryFolder, 'thumbnails'), longestSidePx: thumbnailPx, quality: 80, metadata: 'none' },
      ],
      progress,
    )
    const captions = await context.assets.descriptions.captions(images.map(({ record }) => record.id))
    const page = galleryPage(
      options.title,
      images.map((image, at) => onPage(image, options, { position: at + 1, shows: captions.get(image.record.id) })),
    )
    await writeFile(join(temporaryFolder, pageName), page)
    throwIfAborted(progress.signal)
    const present = new Set((await readdir(folder)).map((name) => name.toLowerCase()))
    const name = toSafeFileName(options.title) || 'gallery'
    const target = join(
      folder,
      firstFree(name, (candidate) => !present.has(candidate.toLowerCase())),
    )
    await rename(temporaryFolder, target)
    return { paths: [join(target, pageName)], failed, missingCharacters: [] }
  } catch (thrown) {
    await rm(temporaryFolder, { recursive: true, force: true }).catch(() => undefined)
    throw toFileError(thrown, messages.cannotWriteWebGallery)
  }
}

interface PagePlace {
  readonly position: number
  /** What a model says the image shows. */
  readonly shows: string | undefined
}

/** The alternative text is the person's own, else what a model says, else the name. */
function onPage(
  { record, fileName }: PreparedImage,
  { caption }: WebGalleryOptions,
  { position, shows }: PagePlace,
): PageImage {
  const size = exportedSize(record, { by: 'longest', px: thumbnailPx, mayEnlarge: false })
  return {
    file: `pictures/${fileName}`,
    thumbnail: `thumbnails/${fileName}`,
    ...size,
    caption: fillTokens(record, caption, position),
    alt: record.annotations.notes || shows || record.name,
  }
}

interface PageImage {
  /** Relative to the page's folder, with forward slashes. */
  readonly file: string
  readonly thumbnail: string
  readonly widthPx: number
  readonly heightPx: number
  readonly caption: string
  /** Alternative text for people who cannot see the image. */
  readonly alt: string
}

/** One page that needs only the files beside it, however it is opened. */
export function galleryPage(title: string, images: readonly PageImage[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<main>
${images.map((image) => figure(image)).join('\n')}
</main>
<dialog aria-label="${escapeHtml(pageMessages.image)}">
<nav><button type="button" id="previous" aria-label="${escapeHtml(pageMessages.previous)}">←</button><button type="button" id="next" aria-label="${escapeHtml(pageMessages.next)}">→</button><output></output><button type="button" id="close" autofocus>${escapeHtml(pageMessages.close)}</button></nav>
<p></p>
</dialog>
<script>${script}</script>
</body>
</html>
`
}

function figure({ file, thumbnail, widthPx, heightPx, caption, alt }: PageImage): string {
  const image = `<img src="${address(thumbnail)}" alt="${escapeHtml(alt)}" width="${widthPx}" height="${heightPx}" loading="lazy">`
  const captionHtml = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
  return `<figure style="--ratio: ${shownRatio(widthPx / heightPx)}"><a href="${address(file)}">${image}</a>${captionHtml}</figure>`
}

/** Very wide and very tall images are shown in a frame with a limited aspect ratio. */
function shownRatio(ratio: number): string {
  return Math.min(3, Math.max(0.5, ratio)).toFixed(3)
}

/** Escapes characters in file names that have a meaning in a URL. */
function address(path: string): string {
  return escapeHtml(path.split('/').map(encodeURIComponent).join('/'))
}
