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
import type { Assets, NewResult, ReceivedPicture } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { MadeFile } from '../../providers/core/adapter.ts'
import { sniffPicture } from '../../providers/core/sniff-picture.ts'
import { keptAsItCame, keptElsewhere, lostPicture } from './call-errors.ts'
import { isMasked, type GenerationCall } from './generation-call.ts'
import { compositeEdit, editTaskOf, type CompositedEdit, type CompositeFiles } from './composite-edit.ts'

export interface ImportResponseNeeds {
  readonly imaging: Pick<Imaging, 'inspectAnswer' | 'compositeAnswer' | 'reframe'>
  readonly assets: Pick<Assets, 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

/** What a picture's recipe needs besides the call. */
export interface MadePicture {
  /** Its job's, and the picture's own in the library: what is filed once is not filed again. */
  readonly id: string
  /** The bytes, or where they are already on disk. */
  readonly received: Uint8Array | MadeFile | ReceivedPicture
  readonly recipe: (laidIn: CompositedEdit | null) => Recipe
  readonly isBilled: Billed
  /** Said of a black image, which is kept; null = black is how the service refuses. */
  readonly blackNote: string | null
}

export type Filed =
  | { readonly is: 'filed'; readonly asset: Asset; readonly warnings: readonly Warning[] }
  /** How some services refuse what came out. */
  | { readonly is: 'black' }
  /** It could not be filed as it should be. The answer, which may have been paid for, is where the problem's words say. */
  | { readonly is: 'kept'; readonly problem: AppError }

/**
 * Makes a library picture of one answer: the very bytes as they came or, with a mask, the source with the answer laid
 * in and the answer kept beside it. From here on nobody can cancel: it has been paid for.
 * @throws AppError where it could be written nowhere and is lost
 */
export async function importResponse(
  call: GenerationCall,
  made: MadePicture,
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
    return { is: 'kept', problem: keptElsewhere(thrown, await needs.assets.results.keep(received)) }
  } finally {
    await Promise.all(Object.values(targets).map((path) => rm(path, { force: true }).catch(() => undefined)))
  }
}

/** For what came and is no picture that Atelier knows: it was paid for all the same. Answers what to say. */
export async function saveResponse(
  call: GenerationCall,
  made: MadePicture,
  problem: AppError,
  needs: ImportResponseNeeds,
): Promise<AppError> {
  const received = await receive(call, made, needs)
  return keptElsewhere(problem, await needs.assets.results.keep(received))
}

async function receive(
  call: GenerationCall,
  { id, received: made, recipe, isBilled }: MadePicture,
  { assets }: ImportResponseNeeds,
): Promise<ReceivedPicture> {
  if ('path' in made) return made
  const format = made instanceof Uint8Array ? sniffPicture(made) : 'png'
  const extension = format === 'jpeg' ? 'jpg' : (format ?? 'bin')
  try {
    return await assets.results.receive(made, {
      id,
      extension,
      name: nameOf(call),
      parentId: call.source?.id ?? null,
      recipe: recipe(null),
    })
  } catch (thrown) {
    throw lostPicture(thrown, isBilled)
  }
}

async function file(
  call: GenerationCall,
  made: MadePicture,
  targets: CompositeFiles,
  needs: ImportResponseNeeds,
): Promise<Filed> {
  const facts = await onFreshProcess(() => needs.imaging.inspectAnswer({ path: targets.answerPath }))
  if (facts.isBlack && made.blackNote === null) return { is: 'black' }
  const noted = facts.isBlack && made.blackNote !== null ? [blackWarning(made.blackNote)] : []
  const wanted = { ...made, recipe: (laidIn: CompositedEdit | null) => withWarnings(made.recipe(laidIn), noted) }
  const { result, problem, warnings } = await makeResult(call, wanted, facts, targets, needs)
  const id = assetIdSchema.parse(made.id)
  const asset = await onFreshProcess(() => needs.assets.results.add({ ...result, id }))
  return problem === null ? { is: 'filed', asset, warnings: [...warnings, ...noted] } : { is: 'kept', problem }
}

function blackWarning(message: string): Warning {
  return { code: 'black-image', message }
}

function withWarnings(recipe: Recipe, warnings: readonly Warning[]): Recipe {
  const { generation } = recipe
  if (!generation || warnings.length === 0) return recipe
  return { ...recipe, generation: { ...generation, warnings: [...generation.warnings, ...warnings] } }
}

/** The imaging process may die of another's picture; the next call finds a fresh one. */
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
  made: MadePicture,
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
    const laidIn = await onFreshProcess(() => compositeEdit(call, facts, targets, made.recipe, needs))
    return { ...laidIn, problem: null }
  } catch (thrown) {
    return { result: plain(), problem: keptAsItCame(thrown), warnings: [] }
  }
}

/** Where the picture lies in an answer to a padded one; null = the answer is wanted whole, or is of another size. */
function paddedBox({ prepared, planned }: GenerationCall, answer: ResponseFacts): Rect | null {
  const { card, sent } = prepared
  const keepsSource = card.sizes.kind === 'grid' && card.sizes.keepsSourcePixels !== undefined
  if (!keepsSource || sent === null || !isSameSize(sent.frame, answer) || isSameSize(sent.box, sent.frame)) return null
  return planned.size !== null && isSameSize(planned.size, sent.frame) ? sent.box : null
}

const ignore = () => undefined

/** The part of the answer that is the picture, its very pixels. */
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

/** Before it has a place in the library. */
function nameOf({ request, prepared }: GenerationCall): string {
  return firstWords(request.prompt) || prepared.card.label
}

/** What starts from an image is named after it; everything else by its prompt. */
function nameOfResult(call: GenerationCall): NewResult['name'] {
  const { source, request, prepared } = call
  if (source === null) return nameOf(call)
  if (prepared.card.upscaling !== undefined) return { from: source.name, task: 'upscale' }
  if (request.operation === 'variations') return { from: source.name, task: 'variation' }
  return { from: source.name, task: editTaskOf(intentOf(request, request.maskPng !== null)) }
}

function asItCame(call: GenerationCall, made: MadePicture, facts: ResponseFacts, path: string): NewResult {
  const { isBlack: _isBlack, isShowable: _isShowable, ...picture } = facts
  return {
    ...picture,
    temporaryPath: path,
    temporaryMaskPath: null,
    rawAnswer: null,
    parentId: call.source?.id ?? null,
    name: nameOfResult(call),
    recipe: made.recipe(null),
  }
}
