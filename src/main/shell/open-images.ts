import { join } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import { isProjectFile, openedAtOnceMax } from '../../shared/domain/project-format.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import { importedDamaged } from '../../shared/messages/en/library.ts'
import { skippedByCancel, skippedByFullDisk } from '../../shared/messages/en/window.ts'
import { sampleTag } from '../../shared/messages/en/samples.ts'
import type { Emit, ImportsUnderWay } from '../ipc/index.ts'
import type { Payload } from '../../shared/contract/index.ts'
import type { Assets, ImportOutcome, ProgressOptions } from '../assets/assets.ts'
import type { Documents } from '../assets/documents.ts'
import type { Logger } from '../platform/logger.ts'
import { formatCount, joinSentences } from '../../shared/messages/formats.ts'

interface OpenServices {
  readonly assets: Assets
  readonly documents: Documents
}

interface OpenImagesOptions {
  readonly services: () => Promise<OpenServices>
  readonly imports: ImportsUnderWay
  readonly emit: Emit
  readonly logger: Logger
}

export interface OpenImages {
  /** Opens documents, and imports and opens images, from outside the program; the last one becomes active. */
  openFiles(paths: readonly string[]): Promise<void>
  /** Whether the library was never used. */
  isLibraryNew(): Promise<boolean>
  /** Fills a new library with sample images, and opens the first. */
  openSamples(samplesFolder: string): Promise<void>
}

/** The first is opened; the others are imported afterwards. */
const sampleFiles = ['coffee.png', 'chelsea.png']

export function createOpenImages({ services, imports, emit, logger }: OpenImagesOptions): OpenImages {
  async function importAndOpen(paths: readonly string[], progress?: ProgressOptions): Promise<AssetId[]> {
    const { assets, documents } = await services()
    const outcome = await assets.imports.addFiles(paths, progress)
    const { imported } = outcome
    for (const { file, error } of outcome.failed) logger.warn('import.failed', { file, error })
    for (const notice of noticesOf(outcome)) emit('app.noticed', notice)
    const ids = [...new Set(imported.map(({ id }) => id))]
    const opened = ids.length > openedAtOnceMax ? ids.slice(-1) : ids
    for (const id of opened) await documents.open(id)
    if (opened.length > 0) emit('canvas.documentsChanged', {})
    return ids
  }

  async function noticing(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (thrown) {
      logger.error('open.failed', { error: thrown })
      if (!isCancellation(thrown)) emit('app.noticed', { level: 'error', error: toErrorData(thrown) })
    }
  }

  /** Returns the base image of each, which identifies the document to activate. */
  async function openDocuments(paths: readonly string[]): Promise<AssetId[]> {
    const { documents } = await services()
    const { opened, notes, failed } = await documents.openProjects(paths)
    for (const { error } of failed) emit('app.noticed', { level: 'error', error })
    if (notes.length > 0) {
      emit('app.noticed', { level: 'info', error: { code: 'media/unsupported', message: joinSentences(...notes) } })
    }
    if (opened.length > 0) emit('canvas.documentsChanged', {})
    return opened.map(({ baseId }) => baseId)
  }

  async function openFiles(paths: readonly string[]): Promise<void> {
    const images = paths.filter((path) => !isProjectFile(path))
    const imported = images.length === 0 ? [] : await imports.run(null, (progress) => importAndOpen(images, progress))
    const opened = images.length === paths.length ? [] : await openDocuments(paths.filter(isProjectFile))
    const ids = [...imported, ...opened]
    if (ids.length > 0) emit('app.filesOpened', { ids })
  }

  async function openSamples(folder: string): Promise<void> {
    const { assets } = await services()
    const [first, ...otherSamples] = sampleFiles.map((name) => join(folder, name))
    const opened = await importAndOpen(first === undefined ? [] : [first])
    const { imported } = await assets.imports.addFiles(otherSamples)
    const ids = [...opened, ...imported.map(({ id }) => id)]
    if (ids.length > 0) await assets.annotations.change(ids, { addTags: [sampleTag] })
  }

  return {
    openFiles: (paths) => (paths.length === 0 ? Promise.resolve() : noticing(openFiles(paths))),
    isLibraryNew: () => services().then(({ assets }) => isEmpty(assets, logger)),
    openSamples: (folder) => noticing(openSamples(folder)),
  }
}

function noticesOf({ imported, failed, notTried, isCancelled }: ImportOutcome): Payload<'app.noticed'>[] {
  const notices: Payload<'app.noticed'>[] = failed.map(({ error }) => ({ level: 'error', error }))
  for (const { name, isDamaged } of imported) {
    const error = { code: 'media/undecodable', message: importedDamaged({ name }) } as const
    if (isDamaged) notices.push({ level: 'error', error })
  }
  if (notTried > 0) {
    const text = isCancelled ? skippedByCancel : skippedByFullDisk
    const code = isCancelled ? 'request/cancelled' : 'storage/full'
    notices.push({ level: 'warning', error: { code, message: text({ count: formatCount(notTried) }) } })
  }
  return notices
}

/** Includes the trash: a user who deleted the samples does not want them back. */
async function isEmpty(assets: Pick<Assets, 'search'>, logger: Logger): Promise<boolean> {
  const options = { sort: 'newest', isStacked: false, withShapes: false } as const
  const sections = ['library', 'trash'] as const
  try {
    const searches = await Promise.all(
      sections.map((section) => assets.search.find({ section, collectionId: null, query: '' }, options)),
    )
    return searches.every(({ order }) => order === '')
  } catch (thrown) {
    logger.error('open.not-looked', { error: thrown })
    return false
  }
}

function isCancellation(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'request/cancelled'
}
