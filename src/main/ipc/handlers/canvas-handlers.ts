import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { ProjectFormat } from '../../../shared/domain/project-format.ts'
import { AppError, fromErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import type { Documents } from '../../assets/documents.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'
import { openPhotoSample, openProjectSample } from './open-sample.ts'

const kinds: Readonly<Record<ProjectFormat, string>> = {
  atelier: messages.atelierDocument,
  psd: messages.photoshopDocument,
  ora: messages.openRasterImage,
}

export function createCanvasHandlers(context: HandlerContext): HandlersOf<'canvas'> {
  const { services, desktop, handles, emit } = context
  const documents = async () => (await services()).documents
  /** Runs a change of the open documents, then notifies every window. */
  async function changing<T>(change: Promise<T>): Promise<T> {
    const result = await change
    emit('canvas.documentsChanged', {})
    return result
  }

  return {
    'canvas.documents': async () => {
      const opened = await (await documents()).list()
      if (opened.length > 0) return opened
      // Otherwise the window would say that nothing is open, just before something is.
      await context.openedAtStart()
      return (await documents()).list()
    },
    'canvas.open': async ({ assetId }) => changing((await documents()).open(assetId)),
    'canvas.openAll': async ({ assetIds }) => changing(openAll(await documents(), assetIds)),
    'canvas.activate': async ({ id }) => changing((await documents()).activate(id)),
    'canvas.close': async ({ id }) => changing((await documents()).close(id)),
    'canvas.load': async ({ id }) => (await documents()).load(id),
    'canvas.save': async ({ id, ...save }) => {
      if (await (await documents()).save(id, save)) emit('canvas.documentsChanged', {})
    },
    'canvas.compose': async ({ id }, { signal }) => ({ assetId: await (await documents()).compose(id, signal) }),
    'canvas.crop': async ({ id, rect }, { signal }) => ({ assetId: await (await documents()).crop(id, rect, signal) }),
    'canvas.saveProject': async ({ id, format }, { windowId, signal }) => {
      const opened = await documents()
      const name = (await opened.list()).find((document) => document.id === id)?.name ?? messages.documentName
      const file = { title: messages.saveDocument, name, kind: kinds[format], extension: format }
      const path = await desktop.chooseTarget(windowId, file)
      if (path === null) return null
      const { notes } = await opened.saveProject(id, path, format, signal)
      warn(context, notes)
      return { path }
    },
    'canvas.openProjectFiles': async ({ files }, { windowId, signal }) => {
      const dropped = handles.dropped(windowId)
      const paths = files.map((file) => dropped.require(file))
      return changing(openProjects(context, paths, signal))
    },
    'canvas.openSample': async ({ sample }, { signal }) =>
      changing(sample === 'photo' ? openPhotoSample(context) : openProjectSample(context, signal)),
    'canvas.saveMaskFile': async ({ maskPng, name }, { windowId }) => {
      const file = { title: messages.exportMask, name, kind: messages.pngImage, extension: 'png' }
      const path = await desktop.chooseTarget(windowId, file)
      if (path === null) return null
      await (await documents()).saveMaskFile(path, maskPng)
      return { path }
    },
    'canvas.readMask': async ({ id, assetId, isItsMask = false }, { windowId, signal }) => {
      const path = assetId === null ? await desktop.chooseMask(windowId) : null
      if (assetId !== null) return (await documents()).readMask(id, { assetId, isItsMask }, signal)
      return path === null ? null : (await documents()).readMask(id, { path }, signal)
    },
  }
}

/** One after the other: the last one becomes active. */
async function openAll(documents: Pick<Documents, 'open'>, ids: readonly AssetId[]): Promise<void> {
  for (const id of ids) await documents.open(id)
}

/** A failure must not hide the documents that opened; if all fail, the first error is thrown. */
async function openProjects(
  context: HandlerContext,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<CanvasDocument[]> {
  const { opened, notes, failed } = await (await context.services()).documents.openProjects(paths, signal)
  const [first] = failed
  if (opened.length === 0 && first !== undefined) throw fromErrorData(first.error)
  for (const { error } of failed) context.emit('app.noticed', { level: 'error', error })
  warn(context, notes)
  return opened
}

function warn({ emit }: HandlerContext, notes: readonly string[]): void {
  if (notes.length === 0) return
  const error = new AppError('media/unsupported', notes.join(' '))
  emit('app.noticed', { level: 'info', error: { code: error.code, message: error.message } })
}
