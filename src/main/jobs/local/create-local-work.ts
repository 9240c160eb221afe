import { randomInt } from 'node:crypto'
import type { JobId } from '../../../shared/domain/ids.ts'
import { previewUrl } from '../../../shared/domain/picture-url.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { frameProblem } from '../../editing/edit-area.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { Edits, Jobs } from '../jobs.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'
import { createFillRunner, locateForFill, type FillRunnerNeeds } from './fill-runner.ts'
import { createExpander, expandEngine, type ExpandNeeds } from './expand-picture.ts'
import { queuedLocalJob, reblendProvider } from './local-job.ts'
import type { LocalQueue } from './local-queue.ts'
import { createMerger, requireSameShape, type MergeNeeds } from './merge-runner.ts'
import { createReblender, type ReblendNeeds } from './reblend-runner.ts'

export interface LocalWorkNeeds {
  readonly imaging: FillRunnerNeeds['imaging'] &
    ReblendNeeds['imaging'] &
    MergeNeeds['imaging'] &
    ExpandNeeds['imaging']
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: ReblendNeeds['paths']
  readonly clock: Clock
  readonly queue: Pick<LocalQueue, 'add'>
  readonly requireOpen: () => void
}

const seedEnd = 2 ** 32

export interface LocalDoor {
  readonly fill: Jobs['fill']
  readonly expectFill: Jobs['expectFill']
  readonly edits: Edits
  /** Looks at blends. */
  readonly previews: Pick<PreviewCache, 'get'>
}

/** What is done on this computer, free: fills, and what is done again or further with pictures that are there. */
export function createLocalWork(needs: LocalWorkNeeds): LocalDoor {
  return { fill: createFill(needs), expectFill: createFillPreloader(needs), ...createEdits(needs) }
}

function createFill(needs: LocalWorkNeeds): Jobs['fill'] {
  const { assets, clock, queue, requireOpen } = needs
  const fill = createFillRunner(needs)
  return async (input) => {
    requireOpen()
    const { documentId, assetId } = input
    await assets.records.require(assetId)
    const seed = input.seed ?? randomInt(seedEnd)
    const facts = { operation: 'fill', provider: 'content-aware-fill', seed } as const
    const job = queuedLocalJob({ ...facts, documentId, assetId }, clock.nowMs())
    await queue.add(job, fill({ ...input, seed }), 'fill')
    return { id: job.id }
  }
}

function createFillPreloader({ imaging, assets }: LocalWorkNeeds): Jobs['expectFill'] {
  return async (assetId) => {
    try {
      await imaging.warmUpFill(await locateForFill(assets, assetId))
    } catch {
      // Nobody asked for it.
    }
  }
}

function createEdits(needs: LocalWorkNeeds): Pick<LocalDoor, 'edits' | 'previews'> {
  const { assets, clock, queue, requireOpen } = needs
  const { require: requireEdit, reblend, preview } = createReblender(needs)
  const merge = createMerger(needs)
  const expand = createExpander(needs)
  const previews = createPreviewCache()
  /** All looks share one name: each replaces the one before it. */
  const lookId = newId<JobId>(clock.nowMs())

  const edits: Edits = {
    async preview(input, signal) {
      requireOpen()
      const { bytes, mime, box } = await preview(input, signal)
      return { url: previewUrl(lookId, previews.put(lookId, { bytes, mime })), box }
    },
    async reblend({ documentId, ...input }) {
      requireOpen()
      const { asset, parent } = await requireEdit(input.assetId)
      const { model, prompt, seed } = asset.recipe
      const facts = { operation: 'edit', provider: reblendProvider, model, prompt, seed } as const
      const job = queuedLocalJob({ ...facts, documentId, assetId: parent.id }, clock.nowMs())
      await queue.add(job, reblend(input), 'blend')
      return { id: job.id }
    },
    async merge(input) {
      requireOpen()
      const { documentId, onto } = input
      requireSameShape(await assets.records.require(onto), await assets.records.require(input.from))
      const facts = { operation: 'merge', provider: 'merge' } as const
      const job = queuedLocalJob({ ...facts, documentId, assetId: onto }, clock.nowMs())
      await queue.add(job, merge(input), 'blend')
      return { id: job.id }
    },
    async expand({ documentId, assetId, frame, seed: wanted }) {
      requireOpen()
      const problem = frameProblem(frame, await assets.records.require(assetId))
      if (problem !== null) throw new AppError('edit/does-not-fit', problem)
      const seed = wanted ?? randomInt(seedEnd)
      const facts = { operation: 'expand', provider: expandEngine, seed } as const
      const job = queuedLocalJob({ ...facts, documentId, assetId }, clock.nowMs())
      await queue.add(job, expand({ assetId, frame, seed }), 'fill')
      return { id: job.id }
    },
  }
  return { edits, previews }
}
