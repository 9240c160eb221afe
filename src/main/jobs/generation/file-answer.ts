import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { AppError, toErrorData, toFileError } from '../../../shared/errors/index.ts'
import { firstWords } from '../../../shared/util/first-words.ts'
import { resultName } from '../../editing/result-name.ts'
import type { AnswerFacts, FillOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Library, NewResult } from '../../library/library.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { isMasked, type GenerationCall } from './generation-call.ts'

export interface FileAnswerNeeds {
  readonly imaging: Pick<Imaging, 'inspectAnswer' | 'compositeAnswer'>
  readonly library: Pick<Library, 'locate' | 'addResult'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

/** What a picture's recipe needs besides the call. */
export interface MadePicture {
  readonly id: string
  readonly bytes: Uint8Array
  readonly recipe: (change: Pick<Recipe, 'changedInside' | 'changedOutside'>) => Recipe
}

export type Filed =
  | { readonly is: 'filed'; readonly asset: Asset }
  /** How some services refuse what came out. */
  | { readonly is: 'black' }
  /** It could not be cut in: the answer, which may have been paid for, is in the library as it came. */
  | { readonly is: 'kept'; readonly problem: AppError }

/**
 * Makes a library picture of one answer: the very bytes as they came or, with a mask, the source with the answer laid
 * in and the answer kept beside it. Leaves no temporary file whichever way it ends.
 */
export async function fileAnswer(call: GenerationCall, made: MadePicture, needs: FileAnswerNeeds): Promise<Filed> {
  const temporary = (kind: string) => temporaryNameFor(join(needs.paths.temporary, `${made.id}-${kind}.png`))
  const targets = { answer: temporary('answer'), resultPath: temporary('result'), effectiveMaskPath: temporary('mask') }
  try {
    await writeAnswer(targets.answer, made.bytes)
    const facts = await needs.imaging.inspectAnswer(targets.answer, call.signal)
    if (facts.isBlack) return { is: 'black' }
    const { result, problem } = await makeResult(call, made, facts, targets, needs)
    // The last moment at which a cancelled job leaves nothing behind; once filing has begun it is filed whole.
    if (call.signal.aborted) throw AppError.cancelled()
    const asset = await needs.library.addResult(result)
    return problem === null ? { is: 'filed', asset } : { is: 'kept', problem }
  } finally {
    await Promise.all(Object.values(targets).map((path) => rm(path, { force: true })))
  }
}

interface Targets {
  readonly answer: string
  readonly resultPath: string
  readonly effectiveMaskPath: string
}

async function writeAnswer(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' })
  } catch (thrown) {
    throw toFileError(thrown, 'keep the picture that the service made')
  }
}

async function makeResult(
  call: GenerationCall,
  made: MadePicture,
  facts: AnswerFacts,
  targets: Targets,
  needs: FileAnswerNeeds,
): Promise<{ result: NewResult; problem: AppError | null }> {
  const plain = () => asItCame(call, made, facts, targets.answer)
  if (!isMasked(call)) return { result: plain(), problem: null }
  try {
    return { result: await cutIn(call, made, facts, targets, needs), problem: null }
  } catch (thrown) {
    const { code, message, detail } = toErrorData(thrown)
    if (call.signal.aborted) throw thrown
    const kept = `${message} What the service made is in the library as it came.`
    return { result: plain(), problem: new AppError(code, kept, { detail, cause: thrown }) }
  }
}

function asItCame(call: GenerationCall, made: MadePicture, facts: AnswerFacts, path: string): NewResult {
  const { isBlack: _isBlack, isShowable: _isShowable, ...picture } = facts
  return {
    ...picture,
    temporaryPath: path,
    temporaryMaskPath: null,
    rawAnswer: null,
    parentId: call.source?.id ?? null,
    name: firstWords(call.request.prompt) || call.prepared.card.label,
    recipe: made.recipe({ changedInside: null, changedOutside: null }),
  }
}

async function cutIn(
  call: GenerationCall,
  made: MadePicture,
  answer: AnswerFacts,
  { answer: answerPath, ...targets }: Targets,
  { imaging, library }: FileAnswerNeeds,
): Promise<NewResult> {
  const { source, request, prepared } = call
  if (source === null || request.maskPng === null || prepared.frame === null) {
    throw new AppError('internal/bug', 'There is no picture to lay the answer into.')
  }
  const { path } = await library.locate(source.id, 'full')
  const { maskPng, growPx, featherPx } = request
  const { changedInside, changedOutside, ...picture }: FillOutcome = await imaging.compositeAnswer(
    { ...prepared.frame, ...targets, sourcePath: path, answerPath, maskPng, growPx, featherPx },
    call.signal,
  )
  const recipe = made.recipe({ changedInside, changedOutside })
  return {
    ...picture,
    temporaryPath: targets.resultPath,
    temporaryMaskPath: targets.effectiveMaskPath,
    rawAnswer: { temporaryPath: answerPath, mime: answer.mime },
    parentId: source.id,
    name: resultName(source, { operation: 'edit', seed: recipe.seed }),
    mime: 'image/png',
    recipe,
  }
}
