import { join } from 'node:path'
import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { sampleProjectIds } from '../../../shared/domain/tour.ts'
import { AppError, fromErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/samples.ts'
import type { HandlerContext } from '../handler-context.ts'

type Services = Awaited<ReturnType<HandlerContext['services']>>

/** The photo as an image, in a document that nobody has worked in. */
export async function openPhotoSample(context: HandlerContext): Promise<CanvasDocument> {
  const services = await context.services()
  const { imported, failed } = await services.assets.imports.addFiles([join(context.samplesFolder, 'coffee.png')])
  const [photo] = imported
  if (photo === undefined) throw failureOf(failed)
  await tag(services, [photo.id])
  const untouched = await findUntouched(services, photo.id)
  if (untouched === null) return services.documents.open(photo.id, { isNew: true })
  await services.documents.activate(untouched.id)
  return { ...untouched, isActive: true }
}

/** Every time a new document; its images are in the library once. */
export async function openProjectSample(context: HandlerContext, signal: AbortSignal): Promise<CanvasDocument> {
  const services = await context.services()
  const path = join(context.samplesFolder, 'sample-project.atelier')
  const { opened, failed } = await services.documents.openProjects([path], signal, projectNames())
  const [document] = opened
  if (document === undefined) throw failureOf(failed)
  const { parentId, annotations } = await services.assets.records.require(document.baseId)
  await tag(services, parentId === null ? [document.baseId] : [document.baseId, parentId])
  if (annotations.notes === '') {
    await services.assets.annotations.change([document.baseId], { notes: messages.sampleProjectNote })
  }
  return document
}

function projectNames(): Readonly<Record<string, string>> {
  const { result, eyes, nose, background, original, light } = sampleProjectIds
  return {
    [result]: messages.sampleProject,
    [eyes]: messages.eyesMask,
    [nose]: messages.noseMask,
    [background]: messages.filledMask,
    [original]: messages.originalLayer,
    [light]: messages.lightLayer,
  }
}

/** Samples are found, and removed, by their tag. */
async function tag({ assets }: Services, ids: readonly AssetId[]): Promise<void> {
  await assets.annotations.change(ids, { addTags: [messages.sampleTag] })
}

/** A document of the image that nothing was painted in, and nothing was made from. */
async function findUntouched({ documents, jobs }: Services, baseId: AssetId): Promise<CanvasDocument | null> {
  const isFree = async (id: DocumentId) => (await documents.isUntouched(id)) && (await jobs.list(id)).length === 0
  for (const document of await documents.list()) {
    if (document.baseId === baseId && (await isFree(document.id))) return document
  }
  return null
}

function failureOf(failed: readonly { readonly error: Parameters<typeof fromErrorData>[0] }[]): AppError {
  const [first] = failed
  return first === undefined ? new AppError('internal/bug', 'A sample was not opened.') : fromErrorData(first.error)
}
