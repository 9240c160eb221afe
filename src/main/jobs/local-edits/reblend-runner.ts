import { readFile } from 'node:fs/promises'
import type { ParsedInput } from '../../../shared/contract/index.ts'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { EditRecord } from '../../../shared/domain/edit.ts'
import type { Warning } from '../../../shared/domain/generation.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { BlendRequest, CompositeOutcome, FillPreview, Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { createTwin, writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

export interface ReblendNeeds {
  readonly imaging: Pick<Imaging, 'compositeAnswer' | 'previewBlend'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

export type BlendInput = ParsedInput<'edits.preview'>

/** An edit with everything kept for compositing its response again. */
export interface KeptEdit {
  readonly asset: Asset
  readonly edit: EditRecord
  readonly parent: Asset
}

export interface Reblender {
  /** @throws storage/not-found if something it needs was not kept */
  require(assetId: Asset['id']): Promise<KeptEdit>
  reblend(input: BlendInput): LocalWork
  preview(input: BlendInput, signal: AbortSignal): Promise<FillPreview>
}

/** Small enough to keep up with a slider. */
const previewSidePx = 1_024

export function createReblender(needs: ReblendNeeds): Reblender {
  const { imaging, assets, paths } = needs

  async function requireEdit(assetId: Asset['id']): Promise<KeptEdit> {
    const asset = await assets.records.require(assetId)
    const { edit } = asset.recipe
    if (!asset.hasRawAnswer || !edit || asset.parentId === null) throw notKept(asset)
    return { asset, edit, parent: await assets.records.require(asset.parentId) }
  }

  return {
    require: requireEdit,
    async preview(input, signal) {
      const { request } = await requestOf(await requireEdit(input.assetId), input, assets)
      return imaging.previewBlend({ ...request, longestSidePx: previewSidePx }, { signal })
    },
    reblend: (input) => (id, options) =>
      withTemporaries(paths, id, ['result', 'mask', 'answer', 'paint'], async (files) => {
        const edit = await requireEdit(input.assetId)
        const { request, answerMime } = await requestOf(edit, input, assets)
        throwIfAborted(options.signal)
        const targets = { resultPath: files.result, effectiveMaskPath: files.mask }
        const outcome = await imaging.compositeAnswer({ ...request, ...targets }, { signal: options.signal })
        if (outcome.type === 'refused') throw doesNotFit(edit)
        // The original response file stays; the new image gets a copy of its own.
        await createTwin(request.answerPath, files.answer)
        await writeFileAtomic(files.paint, request.maskPng)
        throwIfAborted(options.signal)
        const timingMs = options.tookMs()
        return assets.results.add({
          temporaryPath: files.result,
          temporaryMaskPath: files.mask,
          temporaryPaintPath: files.paint,
          rawAnswer: { temporaryPath: files.answer, mime: answerMime },
          parentId: edit.parent.id,
          name: { from: edit.parent.name, task: 'blend' },
          mime: 'image/png',
          widthPx: outcome.widthPx,
          heightPx: outcome.heightPx,
          hasAlpha: outcome.hasAlpha,
          recipe: recipeOf(edit, input, outcome, timingMs),
        })
      }),
  }
}

async function requestOf(
  { asset, edit, parent }: KeptEdit,
  { growPx, featherPx, blend, maskPng }: BlendInput,
  assets: Pick<Assets, 'files'>,
): Promise<Blend> {
  const [full, original, response] = await Promise.all([
    assets.files.locate(parent.id, 'full'),
    assets.files.locate(parent.id, 'original'),
    assets.files.locate(asset.id, 'answer'),
  ])
  const request = {
    ...edit.sent,
    growPx,
    featherPx,
    blend,
    maskPng: maskPng ?? (await readPaint(asset, assets)),
    sourcePath: full.path,
    originalPath: original.path,
    answerPath: response.path,
  }
  return { answerMime: response.mime, request }
}

async function readPaint(asset: Asset, assets: Pick<Assets, 'files'>): Promise<Uint8Array> {
  const { path } = await assets.files.locate(asset.id, 'painted')
  return readFile(path).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotReadMask({ name: asset.name }))
  })
}

interface Blend {
  readonly answerMime: string
  readonly request: BlendRequest
}

function recipeOf(
  { asset, edit }: KeptEdit,
  { growPx, featherPx, blend }: BlendInput,
  outcome: Extract<CompositeOutcome, { type: 'pasted' }>,
  timingMs: number,
): Recipe {
  const { changedInside, changedOutside, alignment, insidePx, outsidePx } = outcome
  const { generation } = asset.recipe
  return {
    ...asset.recipe,
    ...(generation && { generation: { ...generation, warnings: generation.warnings.filter(staysTrue) } }),
    growPx,
    featherPx,
    changedInside,
    changedOutside,
    timingMs,
    // It was paid for with the edit that returned the response.
    costUsd: 0,
    edit: {
      // Includes the verdict on how the model treated the mask: it stays, however the response is composited.
      ...edit,
      blend,
      alignment,
      insidePx,
      outsidePx,
      isRefused: false,
      reblendOf: edit.reblendOf ?? asset.id,
    },
  }
}

/** The response is now pasted. */
function staysTrue({ code }: Warning): boolean {
  return code !== 'layout-changed'
}

function notKept({ name }: Asset): AppError {
  return new AppError('storage/not-found', messages.originalResultNotKept({ name }))
}

function doesNotFit({ asset }: KeptEdit): AppError {
  return new AppError('edit/does-not-fit', messages.keptResultDoesNotMatch({ name: asset.name }))
}
