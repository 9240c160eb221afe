import { randomInt } from 'node:crypto'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import { moveMark } from '../../../shared/domain/mark-geometry.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { intentOf } from '../../editing/edit-intent.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { createExpander, expandEngine, parentAt, type ExpandNeeds } from '../local-edits/expand-image.ts'
import type { LocalQueue } from '../local-edits/local-queue.ts'
import type { GenerationCall } from './generation-call.ts'

export interface SourceExpanderNeeds extends ExpandNeeds {
  readonly imaging: ExpandNeeds['imaging'] & Pick<Imaging, 'expandMask'>
  readonly assets: ExpandNeeds['assets'] & Pick<Assets, 'records'>
  readonly queue: Pick<LocalQueue, 'inFillLane'>
  readonly clock: Clock
}

/**
 * Turns a call whose frame extends beyond its source into one that repaints the new area of the expanded image, which
 * is filed first: it is the parent of the result. Returns any other call unchanged.
 */
export type SourceExpander = (call: GenerationCall) => Promise<GenerationCall>

const seedEnd = 2 ** 32
/** The job shows the progress of the service. */
const ignore = () => undefined

export function createSourceExpander(needs: SourceExpanderNeeds): SourceExpander {
  const { imaging, assets, clock, queue } = needs
  const expand = createExpander(needs)

  /** Calls made from one request, or from several for one frame, share the filed image. */
  async function expanded(source: Asset, frame: Rect, { signal }: GenerationCall): Promise<Asset> {
    return queue.inFillLane(signal, async () => {
      const existing = await findExpanded(assets, source.id, frame)
      if (existing !== null) return existing
      const work = expand({ assetId: source.id, frame, seed: randomInt(seedEnd) })
      return work(newId<JobId>(clock.nowMs()), {
        signal,
        tookMs: startTimer(clock),
        onProgress: ignore,
        onPreview: ignore,
      })
    })
  }

  return async (call) => {
    const { source, request, signal } = call
    const { frame } = request
    if (!frame || request.operation !== 'edit') return call
    if (source === null) throw new AppError('internal/bug', messages.noImageToExpand)
    const parent = await expanded(source, frame, call)
    const { widthPx, heightPx } = source
    const maskPng = await imaging.expandMask(
      { maskPng: request.maskPng, size: { widthPx, heightPx }, frame },
      { signal },
    )
    const intent = intentOf(request, true)
    const markup = request.markup?.map((mark) => moveMark(mark, parentAt(frame)))
    const expandedRequest = { ...request, sourceId: parent.id, maskPng, frame: null, intent, ...(markup && { markup }) }
    return { ...call, source: parent, request: expandedRequest }
  }
}

async function findExpanded(assets: Pick<Assets, 'records'>, sourceId: AssetId, frame: Rect): Promise<Asset | null> {
  const at = parentAt(frame)
  const isIt = ({ recipe, widthPx, heightPx, isMissing, trashedAtMs }: Asset) =>
    recipe.operation === 'expand' &&
    recipe.provider === expandEngine &&
    recipe.parentAt?.x === at.x &&
    recipe.parentAt.y === at.y &&
    widthPx === frame.widthPx &&
    heightPx === frame.heightPx &&
    !isMissing &&
    trashedAtMs === null
  return (await assets.records.children(sourceId)).findLast(isIt) ?? null
}
