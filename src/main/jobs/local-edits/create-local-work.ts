import { randomInt } from 'node:crypto'
import type { Output, ParsedInput } from '../../../shared/contract/index.ts'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId, JobId } from '../../../shared/domain/ids.ts'
import { previewUrl } from '../../../shared/domain/image-url.ts'
import { mergedPlanModel } from '../../../shared/domain/import-recipe.ts'
import type { FillInput } from '../../../shared/domain/job.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { hasSameShape } from '../../../shared/util/same-shape.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { Assets } from '../../assets/assets.ts'
import { frameProblem } from '../../editing/edit-area.ts'
import type { FillOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { createPreviewCache, type PreviewCache } from '../preview-cache.ts'
import { createExpander, expandEngine, type ExpandNeeds } from './expand-image.ts'
import { createFrameFiler, type FrameToKeep } from './file-frame.ts'
import { createFillRunner, engineOf, type FillRunnerNeeds, locateForFill } from './fill-runner.ts'
import { liveProvider, type LocalJobFacts, queuedLocalJob, reblendProvider } from './local-job.ts'
import type { LocalQueue, LocalWork } from './local-queue.ts'
import { createPartsMerger, type MergePartsInput, type PartsMergerNeeds } from './merge-parts.ts'
import { createReblender, type ReblendNeeds } from './reblend-runner.ts'
import { withTemporaries } from './with-temporaries.ts'

/** Local operations on existing images: nothing is sent anywhere or costs anything. */
export interface Edits {
  /** @throws storage/not-found if the response or the mask was not kept */
  preview(input: ParsedInput<'edits.preview'>, signal: AbortSignal): Promise<Output<'edits.preview'>>
  reblend(input: ParsedInput<'edits.reblend'>): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit if the images differ in size */
  merge(input: ParsedInput<'edits.merge'>): Promise<{ id: JobId }>
  /**
   * Copies what each of several edits of one image has changed into one image, exactly. Where two overlap, the later one
   * is visible.
   */
  mergeParts(input: MergePartsInput): Promise<{ id: JobId }>
  /** Adds a frame that was drawn already as a result of its document. @throws storage/* */
  keepFrame(input: FrameToKeep): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit if the frame does not extend beyond the image */
  expand(input: ParsedInput<'edits.expand'>): Promise<{ id: JobId }>
}

export interface LocalWorkNeeds {
  readonly imaging: FillRunnerNeeds['imaging'] &
    ReblendNeeds['imaging'] &
    MergeNeeds['imaging'] &
    PartsMergerNeeds['imaging'] &
    Pick<Imaging, 'prepareInput'> &
    ExpandNeeds['imaging']
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: ReblendNeeds['paths']
  readonly clock: Clock
  readonly inpainting: FillRunnerNeeds['inpainting']
  readonly queue: Pick<LocalQueue, 'add'>
  readonly requireOpen: () => void
}

const seedEnd = 2 ** 32

export interface LocalWorkApi {
  /** Checks the request, queues it and returns at once. */
  fill(input: FillInput): Promise<{ id: JobId }>
  /**
   * Starts the engine and decodes the image for a fill that may follow. Never rejects: the fill itself reports errors.
   */
  expectFill(assetId: AssetId): Promise<void>
  readonly edits: Edits
  /** Previews of blends. */
  readonly previews: Pick<PreviewCache, 'get'>
}

/** Local work, which is free: fills, and further edits of existing images. */
export function createLocalWork(needs: LocalWorkNeeds): LocalWorkApi {
  return { fill: createFill(needs), expectFill: createFillPreloader(needs), ...createEdits(needs) }
}

function createFill(needs: LocalWorkNeeds): LocalWorkApi['fill'] {
  const { assets, clock, queue, requireOpen } = needs
  const fill = createFillRunner(needs)
  return async (input) => {
    requireOpen()
    const { documentId, assetId, editPlanId } = input
    await assets.records.require(assetId)
    // Before it is queued: a missing model is said at once.
    const model = input.model === null ? null : await (await needs.inpainting()).model(input.model)
    const seed = input.seed ?? randomInt(seedEnd)
    const facts = { operation: 'fill', ...engineOf(model), seed } as const
    const job = queuedLocalJob({ ...facts, documentId, assetId, ...planOf(editPlanId) }, clock.nowMs())
    await queue.add(job, fill({ ...input, model, seed }), 'fill')
    return { id: job.id }
  }
}

function planOf(id: FillInput['editPlanId']): Pick<LocalJobFacts, 'editPlanId'> {
  return id ? { editPlanId: id } : {}
}

function createFillPreloader({ imaging, assets }: LocalWorkNeeds): LocalWorkApi['expectFill'] {
  return async (assetId) => {
    try {
      await imaging.warmUpFill(await locateForFill(assets, assetId))
    } catch {
      // Preloading is best effort.
    }
  }
}

function createEdits(needs: LocalWorkNeeds): Pick<LocalWorkApi, 'edits' | 'previews'> {
  const { assets, clock, queue, requireOpen } = needs
  const { require: requireEdit, reblend, preview } = createReblender(needs)
  const merge = createMerger(needs)
  const expand = createExpander(needs)
  const mergeParts = createPartsMerger(needs)
  const previews = createPreviewCache()
  /** All previews share one id: each replaces the previous one. */
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
    async mergeParts({ documentId, editPlanId, ...input }) {
      requireOpen()
      await assets.records.require(input.onto)
      const facts = { operation: 'merge', provider: 'merge', model: mergedPlanModel, ...planOf(editPlanId) } as const
      const job = queuedLocalJob({ ...facts, documentId, assetId: input.onto }, clock.nowMs())
      await queue.add(job, mergeParts(input), 'blend')
      return { id: job.id }
    },
    keepFrame: createFrameKeeper(needs),
    async expand({ documentId, assetId, frame, seed: requestedSeed, agent }) {
      requireOpen()
      const problem = frameProblem(frame, await assets.records.require(assetId))
      if (problem !== null) throw new AppError('edit/does-not-fit', problem)
      const seed = requestedSeed ?? randomInt(seedEnd)
      const facts = { operation: 'expand', provider: expandEngine, seed } as const
      const job = queuedLocalJob({ ...facts, documentId, assetId }, clock.nowMs())
      await queue.add(job, expand({ assetId, frame, seed, agent }), 'fill')
      return { id: job.id }
    },
  }
  return { edits, previews }
}

function createFrameKeeper(needs: LocalWorkNeeds): Edits['keepFrame'] {
  const { assets, clock, queue, requireOpen } = needs
  const fileFrame = createFrameFiler(needs)
  return async ({ documentId, ...frame }) => {
    requireOpen()
    const { assetId, recipe } = frame
    await assets.records.require(assetId)
    const { model, prompt, seed } = recipe
    const facts = { operation: 'edit', provider: liveProvider, model, prompt, seed } as const
    const job = queuedLocalJob({ ...facts, documentId, assetId }, clock.nowMs())
    await queue.add(job, fileFrame(frame), 'blend')
    return { id: job.id }
  }
}

interface MergeNeeds {
  readonly imaging: Pick<Imaging, 'mergePart'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

type MergeInput = ParsedInput<'edits.merge'>

/** Files `onto` with the masked part of `from`, which is scaled to the size of `onto` first. */
function createMerger({ imaging, assets, paths }: MergeNeeds): (input: MergeInput) => LocalWork {
  return (input) =>
    (id, { signal, tookMs }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const parent = await assets.records.require(input.onto)
        const [full, original, from] = await Promise.all([
          assets.files.locate(input.onto, 'full'),
          assets.files.locate(input.onto, 'original'),
          assets.files.locate(input.from, 'original'),
        ])
        const { maskPng, growPx, featherPx } = input
        const outcome = await imaging.mergePart(
          {
            maskPng,
            growPx,
            featherPx,
            sourcePath: full.path,
            originalPath: original.path,
            fromPath: from.path,
            resultPath: result,
            effectiveMaskPath: mask,
          },
          { signal },
        )
        throwIfAborted(signal)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: mask,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'merge' },
          mime: 'image/png',
          widthPx: outcome.widthPx,
          heightPx: outcome.heightPx,
          hasAlpha: outcome.hasAlpha,
          recipe: recipeOf(input, outcome, tookMs()),
        })
      })
}

/** @throws edit/does-not-fit */
function requireSameShape(onto: Asset, from: Asset): void {
  if (hasSameShape(onto, from)) return
  const sizes = messages.twoSizes({
    name: from.name,
    width: from.widthPx,
    height: from.heightPx,
    otherName: onto.name,
    otherWidth: onto.widthPx,
    otherHeight: onto.heightPx,
  })
  throw new AppError('edit/does-not-fit', messages.otherAspectRatio({ sizes }))
}

function recipeOf(input: MergeInput, outcome: FillOutcome, timingMs: number): Recipe {
  return {
    operation: 'merge',
    provider: 'merge',
    model: null,
    seed: null,
    prompt: null,
    growPx: input.growPx,
    featherPx: input.featherPx,
    changedInside: outcome.changedInside,
    changedOutside: outcome.changedOutside,
    takenFromId: input.from,
    timingMs,
    costUsd: 0,
  }
}
