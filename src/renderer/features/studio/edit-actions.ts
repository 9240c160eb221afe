import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { hasSameShape } from '../../../shared/util/same-shape.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { selectActiveDocument, type Services } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import type { StudioStore } from './create-studio-store.ts'
import { submitAll } from './submit-all.ts'

/** Free actions on existing results. */
export interface EditActions {
  /** Why the masked part of a result cannot be merged into the image, as text; null if it can. */
  mergeDisabledReason(job: JobSnapshot): string | null
  /** Merges the masked part of a result into the image: one more result. */
  takePart(job: JobSnapshot): Promise<void>
  /** Same for any image of the library. */
  partDisabledReason(fromId: AssetId): string | null
  takePartOf(fromId: AssetId): Promise<void>
  /** Pastes a response that does not fit the surroundings of the mask. */
  pasteAnyway(job: JobSnapshot): Promise<void>
}

interface EditActionOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly canvas: () => CanvasSession | null
}

export function createEditActions({ services, store, canvas }: EditActionOptions): EditActions {
  const { client } = services
  const documentId = () => selectActiveDocument(services.documents.store.getState())?.id ?? null
  const recordOf = (id: AssetId | null) => (id === null ? null : services.assets.store.getState().records.get(id))

  function partDisabledReason(fromId: AssetId | null): string | null {
    const open = canvas()?.store.getState()
    if (open === undefined) return messages.openImageFirst
    if (!open.hasMask) return messages.paintAreaFirst
    const from = recordOf(fromId)
    if (!from || !hasSameShape(from, open.size)) return messages.otherAspectRatio
    return fromId === open.baseId ? messages.isOpenImage : null
  }

  async function merge(fromId: AssetId): Promise<JobId | null> {
    const open = canvas()
    if (open === null) return null
    const { edge } = open.store.getState()
    const [{ assetId }, maskPng] = await Promise.all([open.output.compose(), open.output.maskPng()])
    const { id } = await client.call('edits.merge', {
      documentId: documentId(),
      onto: assetId,
      from: fromId,
      maskPng: maskPng as Uint8Array<ArrayBuffer>,
      growPx: edge.growPx,
      featherPx: edge.featherPx,
    })
    return id
  }

  async function takePartOf(fromId: AssetId): Promise<void> {
    if (partDisabledReason(fromId) !== null) return
    await submitAll(store, () => Promise.resolve([{ who: null, submit: () => merge(fromId) }]))
  }

  return {
    mergeDisabledReason: ({ resultId }) => partDisabledReason(resultId),
    partDisabledReason,
    takePartOf,
    async takePart({ resultId }) {
      if (resultId !== null) await takePartOf(resultId)
    },
    async pasteAnyway({ resultId, documentId: ownDocumentId }) {
      const asset = recordOf(resultId)
      if (!asset) return
      const submit = () => pasteForced(services, asset, ownDocumentId ?? documentId())
      await submitAll(store, () => Promise.resolve([{ who: null, submit }]))
    },
  }
}

async function pasteForced(
  { client }: Services,
  { id: assetId, recipe }: Asset,
  documentId: JobSnapshot['documentId'],
): Promise<JobId> {
  if (!recipe.edit) throw new AppError('internal/bug', 'There is no edit to paste.')
  const { id } = await client.call('edits.reblend', {
    documentId,
    assetId,
    growPx: recipe.growPx ?? 0,
    featherPx: recipe.featherPx ?? 0,
    blend: { ...recipe.edit.blend, isForced: true },
    maskPng: null,
  })
  return id
}
