import { automaticEdge } from '../../../shared/domain/edit.ts'
import type { DocumentId, JobId } from '../../../shared/domain/ids.ts'
import { wrapSeed, type Seed } from '../../../shared/domain/seed.ts'
import type { StudioTask } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import { selectActiveDocument, type Services } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import type { Inpainter } from './form/derive-generate-state.ts'
import type { StudioStore } from './create-studio-store.ts'
import type { Submission } from './submit-all.ts'

interface LocalFillOptions {
  readonly services: Services
  readonly store: StudioStore
  readonly canvas: () => CanvasSession | null
}

export interface LocalFill {
  /** Fills the masked area. One submission per seed; null = random. @param model null = content-aware fill */
  fillMask(seeds: readonly (number | null)[], model?: Inpainter | null): Promise<readonly Submission[]>
  /** Runs the local part of a task, once per requested result; a model returns nearly the same each time. */
  run(task: StudioTask, model?: Inpainter | null): Promise<readonly Submission[]>
}

/** Work done on this computer without a provider: free, and nothing leaves it. */
export function createLocalFill({ services, store, canvas }: LocalFillOptions): LocalFill {
  const documentId = () => selectActiveDocument(services.documents.store.getState())?.id ?? null
  const seeds = () => {
    const { seedMode, fixedSeed } = store.getState()
    // The same seed would give the same image again.
    if (seedMode === 'fixed') return [toFillSeed(fixedSeed)]
    return Array.from({ length: services.settings.store.getState().studio.n }, () => null)
  }

  async function fillMask(
    fillSeeds: readonly (number | null)[],
    model: Inpainter | null = null,
  ): Promise<readonly Submission[]> {
    const open = canvas()
    return open === null ? [] : prepareFill(services, open, { documentId: documentId(), seeds: fillSeeds, model })
  }

  async function expand(): Promise<readonly Submission[]> {
    const open = canvas()
    const frame = open?.store.getState().frame ?? null
    if (open === null || frame === null) return []
    const { assetId } = await open.output.compose()
    const ownDocumentId = documentId()
    const submit = async (seed: number | null): Promise<JobId> => {
      const { id } = await services.client.call('edits.expand', { documentId: ownDocumentId, assetId, frame, seed })
      return id
    }
    return seeds().map((seed) => ({ who: localName, submit: () => submit(seed) }))
  }

  return {
    fillMask,
    run(task, model = null) {
      if (task === 'expand') return expand()
      return model === null ? fillMask(seeds()) : fillMask(seeds().slice(0, 1), model)
    },
  }
}

/** The local fill uses 32-bit seeds. */
export function toFillSeed(seed: Seed): number {
  return wrapSeed(seed, 0xffffffff)
}

const localName = messages.contentAwareFill

interface Fill {
  readonly documentId: DocumentId | null
  readonly seeds: readonly (number | null)[]
  readonly model: Inpainter | null
}

async function prepareFill(
  { client, settings }: Services,
  canvas: CanvasSession,
  { documentId, seeds, model }: Fill,
): Promise<readonly Submission[]> {
  const edge = fillEdge(canvas.store.getState())
  // All are captured now, before the user continues to edit.
  const [{ assetId }, maskPng, samplingPng] = await Promise.all([
    canvas.output.compose(),
    canvas.output.maskPng(),
    model === null ? canvas.output.samplingPng() : null,
  ])
  const { colourAdaptation } = settings.store.getState().fill
  const submit = async (seed: number | null): Promise<JobId> => {
    const { id } = await client.call('jobs.fill', {
      documentId,
      assetId,
      model: model?.id ?? null,
      maskPng: maskPng as Uint8Array<ArrayBuffer>,
      samplingPng: samplingPng as Uint8Array<ArrayBuffer> | null,
      growPx: edge.growPx,
      featherPx: edge.featherPx,
      seed,
      colourAdaptation,
    })
    return id
  }
  return seeds.map((seed) => ({ who: model?.name ?? localName, submit: () => submit(seed) }))
}

/** The edge as drawn; if automatic, the edge for this fill, which never reaches further than a model's. */
function fillEdge({ edge, isEdgeAutomatic, intent, maskBounds }: CanvasState): MaskEdge {
  return isEdgeAutomatic ? automaticEdge(intent, maskBounds, { isLocalFill: true }) : edge
}
