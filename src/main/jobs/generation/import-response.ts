import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { Warning } from '../../../shared/domain/generation.ts'
import type { Billed } from '../../../shared/domain/job.ts'
import { toErrorData, type AppError } from '../../../shared/errors/index.ts'
import { isSameSize, type Rect } from '../../../shared/util/geometry.ts'
import { firstWords } from '../../../shared/util/first-words.ts'
import { intentOf } from '../../editing/edit-intent.ts'
import type { ResponseFacts, Imaging } from '../../imaging/imaging.ts'
import type { Assets, NewResult, ReceivedImage } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { MadeFile } from '../../providers/core/adapter.ts'
import { sniffImage } from '../../providers/core/wire/image-bytes.ts'
import { damagedByService, keptAsItCame, keptElsewhere, lostImage } from './call-errors.ts'
import { isMasked, type GenerationCall } from './generation-call.ts'
import { compositeEdit, editTaskOf, type CompositedEdit, type CompositeFiles } from './composite-edit.ts'

export interface ImportResponseNeeds {
  readonly imaging: Pick<Imaging, 'inspectAnswer' | 'compositeAnswer' | 'reframe'>
  readonly assets: Pick<Assets, 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

/** What an image's recipe needs besides the call. */
export interface MadeImage {
  /** Id of its job, and of the image in the library: an image that is filed once is not filed again. */
  readonly id: string
  /** The bytes, or their location if they are already on disk. */
  readonly received: Uint8Array | MadeFile | ReceivedImage
  readonly recipe: (composited: CompositedEdit | null) => Recipe
  readonly isBilled: Billed
  /** Note for a black image, which is kept; null = black is how the service refuses. */
  readonly blackNote: string | null
  /** As in `ReceivedNote`. */
  readonly response?: string
}

export type Filed =
  | { readonly type: 'filed'; readonly asset: Asset; readonly warnings: readonly Warning[] }
  /** How some services refuse an output. */
  | { readonly type: 'black' }
  /**
   * It could not be filed properly. The error message says where the response, which may have been paid for, was saved.
   */
  | { readonly type: 'kept'; readonly problem: AppError }

/**
 * Files one response as a library image: the exact bytes received or, with a mask, the source with the response
 * composited in and the response kept beside it. It can no longer be canceled: it has been paid for.
 * @throws AppError if it could not be written anywhere and is lost
 */
export async function importResponse(
  call: GenerationCall,
  made: MadeImage,
  needs: ImportResponseNeeds,
): Promise<Filed> {
  const received = await receive(call, made, needs)
  const temporary = (kind: string) => temporaryNameFor(join(needs.paths.temporary, `${made.id}-${kind}.png`))
  const targets = {
    resultPath: temporary('result'),
    effectiveMaskPath: temporary('mask'),
    paintPath: temporary('paint'),
  }
  try {
    const filed = await file(call, made, { answerPath: received.path, ...targets }, needs)
    await needs.assets.results.drop(received).catch(() => undefined)
    return filed
  } catch (thrown) {
    const problem = damagedByService(thrown, call, made.isBilled)
    return { type: 'kept', problem: keptElsewhere(problem, await needs.assets.results.keep(received)) }
  } finally {
    await Promise.all(Object.values(targets).map((path) => rm(path, { force: true }).catch(() => undefined)))
  }
}

/** Saves a response that is no image Atelier recognizes: it was paid for all the same. Returns the message to show. */
export async function saveResponse(
  call: GenerationCall,
  made: MadeImage,
  problem: AppError,
  needs: ImportResponseNeeds,
): Promise<AppError> {
  const received = await receive(call, made, needs)
  return keptElsewhere(problem, await needs.assets.results.keep(received))
}

/** Writes the response to disk. @throws AppError if it could not be written anywhere and is lost */
export async function receive(
  call: GenerationCall,
  { id, received: made, recipe, isBilled, response }: MadeImage,
  { assets }: ImportResponseNeeds,
): Promise<ReceivedImage> {
  if ('path' in made) return made
  const format = made instanceof Uint8Array ? sniffImage(made) : 'png'
  const extension = format === 'jpeg' ? 'jpg' : (format ?? 'bin')
  try {
    return await assets.results.receive(made, {
      id,
      extension,
      name: nameOf(call),
      parentId: call.source?.id ?? null,
      recipe: recipe(null),
      ...(response !== undefined && { response }),
    })
  } catch (thrown) {
    throw lostImage(thrown, isBilled)
  }
}

async function file(
  call: GenerationCall,
  made: MadeImage,
  targets: CompositeFiles,
  needs: ImportResponseNeeds,
): Promise<Filed> {
  const facts = await onFreshProcess(() => needs.imaging.inspectAnswer({ path: targets.answerPath }))
  if (facts.isBlack && made.blackNote === null) return { type: 'black' }
  const noted = facts.isBlack && made.blackNote !== null ? [blackWarning(made.blackNote)] : []
  const request = {
    ...made,
    recipe: (composited: CompositedEdit | null) => withWarnings(made.recipe(composited), noted),
  }
  const { result, problem, warnings } = await makeResult(call, request, facts, targets, needs)
  const id = assetIdSchema.parse(made.id)
  const asset = await onFreshProcess(() => needs.assets.results.add({ ...result, id }))
  return problem === null ? { type: 'filed', asset, warnings: [...warnings, ...noted] } : { type: 'kept', problem }
}

function blackWarning(message: string): Warning {
  return { code: 'black-image', message }
}

function withWarnings(recipe: Recipe, warnings: readonly Warning[]): Recipe {
  const { generation } = recipe
  if (!generation || warnings.length === 0) return recipe
  return { ...recipe, generation: { ...generation, warnings: [...generation.warnings, ...warnings] } }
}

/** The imaging process may crash on another job's image; the next call starts a fresh one. */
async function onFreshProcess<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (toErrorData(thrown).code !== 'imaging/process-exited') throw thrown
    return work()
  }
}

async function makeResult(
  call: GenerationCall,
  made: MadeImage,
  facts: ResponseFacts,
  targets: CompositeFiles,
  needs: ImportResponseNeeds,
): Promise<{ result: NewResult; problem: AppError | null; warnings: readonly Warning[] }> {
  const plain = () => asItCame(call, made, facts, targets.answerPath)
  const padded = paddedBox(call, facts)
  if (!isMasked(call) && padded === null) return { result: plain(), problem: null, warnings: [] }
  try {
    if (!isMasked(call) && padded !== null) {
      const cropped = await onFreshProcess(() => cropAnswer(padded, targets, needs))
      return { result: { ...plain(), ...cropped }, problem: null, warnings: [] }
    }
    const composited = await onFreshProcess(() => compositeEdit(call, facts, targets, made.recipe, needs))
    return { ...composited, problem: null }
  } catch (thrown) {
    return { result: plain(), problem: keptAsItCame(thrown), warnings: [] }
  }
}

/**
 * Returns where the image is in the response to a padded one; null = the whole response is wanted, or it has another
 * size.
 */
function paddedBox({ prepared, planned }: GenerationCall, response: ResponseFacts): Rect | null {
  const { card, sent } = prepared
  const keepsSource = card.sizes.kind === 'grid' && card.sizes.keepsSourcePixels !== undefined
  if (!keepsSource || sent === null || !isSameSize(sent.frame, response) || isSameSize(sent.box, sent.frame))
    return null
  return planned.size !== null && isSameSize(planned.size, sent.frame) ? sent.box : null
}

const ignore = () => undefined

/** Crops the response to the image, pixel for pixel. */
async function cropAnswer(
  frame: Rect,
  { answerPath, resultPath, effectiveMaskPath }: CompositeFiles,
  { imaging }: ImportResponseNeeds,
): Promise<Pick<NewResult, 'temporaryPath' | 'mime' | 'widthPx' | 'heightPx' | 'hasAlpha'>> {
  const request = { originalPath: answerPath, frame, seed: 0, resultPath, effectiveMaskPath }
  const { widthPx, heightPx, hasAlpha } = await imaging.reframe(request, {
    signal: new AbortController().signal,
    onProgress: ignore,
    onPreview: ignore,
  })
  return { temporaryPath: resultPath, mime: 'image/png', widthPx, heightPx, hasAlpha }
}

/** The name before it has a place in the library. */
function nameOf({ request, prepared }: GenerationCall): string {
  return firstWords(request.prompt) || prepared.card.label
}

/** Names images made from an image after it, all others by their prompt. */
function nameOfResult(call: GenerationCall): NewResult['name'] {
  const { source, request, prepared } = call
  if (source === null) return nameOf(call)
  if (prepared.card.upscaling !== undefined) return { from: source.name, task: 'upscale' }
  if (request.operation === 'variations') return { from: source.name, task: 'variation' }
  return { from: source.name, task: editTaskOf(intentOf(request, request.maskPng !== null)) }
}

function asItCame(call: GenerationCall, made: MadeImage, facts: ResponseFacts, path: string): NewResult {
  const { isBlack: _isBlack, isShowable: _isShowable, ...image } = facts
  return {
    ...image,
    temporaryPath: path,
    temporaryMaskPath: null,
    rawAnswer: null,
    parentId: call.source?.id ?? null,
    name: nameOfResult(call),
    recipe: made.recipe(null),
  }
}
