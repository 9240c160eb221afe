import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { InputRule } from '../../../shared/domain/model-card.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Imaging, SentFrame } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { AdapterInput, InputTurn } from '../../providers/core/adapter.ts'
import { coveredSize, coverFrame } from '../../editing/cover-frame.ts'
import { fitFrame } from '../../editing/fit-frame.ts'
import type { GenerationCall } from './generation-call.ts'

export interface InputImagesNeeds {
  readonly imaging: Pick<Imaging, 'prepareInput' | 'prepareMarked' | 'encodeMask'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'threads'>
}

/** The area sent to be repainted extends a little beyond the composited one, which hides the seam. */
const marginPx = 8

type Images = Pick<AdapterInput, 'source' | 'sourceFile' | 'turns' | 'references' | 'mask' | 'controlImage'>

/** Loads the images of a call in the form the service takes. */
export async function loadInputImages(call: GenerationCall, needs: InputImagesNeeds): Promise<Images> {
  const { prepared, request, source, signal } = call
  const { card, sent: part, sendsMask } = prepared
  const { input } = card
  if (input === null) return { source: null, references: [], mask: null }
  const isSent = source !== null && part !== null
  if (isSent && input.isFile === true)
    return { source: null, sourceFile: await locate(source, needs), references: [], mask: null }
  const turns = await loadTurns(call, input, needs)
  const isAlone = isSent && turns.length === 0
  const { clean: sent, marked } = isAlone ? await encodeSource(call, { source, part, input }, needs) : noSource
  const references = await Promise.all(
    prepared.referenceIds.map(async (id) => {
      const asset = await needs.assets.records.require(id)
      return encode(asset, requireFrame(asset, input), input, needs, signal)
    }),
  )
  const controlImage = await loadControl(call, input, needs)
  // The last image, so that all others keep their numbers.
  const images = [...references, ...(marked === null ? [] : [marked])]
  const inputs = {
    source: sent,
    ...(turns.length > 0 && { turns }),
    references: images,
    ...(controlImage && { controlImage }),
  }
  if (!isSent || !sendsMask || request.maskPng === null) return { ...inputs, mask: null }
  const { maskPng, growPx, featherPx } = request
  const { widthPx, heightPx } = source
  const mask = await needs.imaging.encodeMask(
    { ...part, maskPng, growPx, featherPx, marginPx, size: { widthPx, heightPx }, polarity: card.maskPolarity },
    { signal },
  )
  return { ...inputs, mask }
}

/** The images of earlier turns as they are, within the limits of the model. */
async function loadTurns(
  { prepared, source, signal }: GenerationCall,
  input: InputRule,
  needs: InputImagesNeeds,
): Promise<InputTurn[]> {
  const { turns = [] } = prepared
  if (turns.length === 0 || source === null) return []
  const chain = await needs.assets.threads.chain(source.id)
  const load = async (id: AssetId) => {
    const asset = await needs.assets.records.require(id)
    return encode(asset, requireFrame(asset, input), input, needs, signal)
  }
  const loaded: InputTurn[] = []
  for (const { prompt, sourceId, imageId } of turns) {
    const record = chain.find(({ id }) => id === imageId)?.record ?? null
    if (record === null) throw new AppError('storage/not-found', messages.turnGone)
    loaded.push({ prompt, source: sourceId && (await load(sourceId)), image: await load(imageId), record })
  }
  return loaded
}

interface SentSource {
  readonly source: Asset
  readonly part: SentFrame
  readonly input: InputRule
}

const noSource = { clean: null, marked: null }

/** Encodes the source and, where the model gets one, its copy with the marks: decoded and scaled once for both. */
async function encodeSource(
  { prepared, request, signal }: GenerationCall,
  { source, part, input }: SentSource,
  needs: InputImagesNeeds,
) {
  const { markup } = request
  if (prepared.plan.markup !== 'image' || !markup) {
    return { clean: await encode(source, part, input, needs, signal), marked: null }
  }
  const { path } = await needs.assets.files.locate(source.id, 'full')
  const { formats, maxBytes } = input
  return needs.imaging.prepareMarked({ ...part, sourcePath: path, formats, maxBytes, marks: markup }, { signal })
}

async function locate({ id, widthPx, heightPx }: Asset, { assets }: InputImagesNeeds) {
  const [{ path }, original] = await Promise.all([assets.files.locate(id, 'full'), assets.files.locate(id, 'original')])
  return { path, originalPath: original.path, widthPx, heightPx }
}

async function loadControl(call: GenerationCall, input: InputRule, needs: InputImagesNeeds) {
  const { planned, prepared, request, source, signal } = call
  if (!planned.control) return null
  const asset = await needs.assets.records.require(planned.control.imageId)
  const drawn = { size: planned.size, sent: prepared.sent, source }
  const frame = coverFrame(asset, coveredSize(request, drawn), drawn)
  return frame && encode(asset, frame, input, needs, signal)
}

async function encode(
  asset: Asset,
  frame: SentFrame,
  { formats, maxBytes }: InputRule,
  { imaging, assets }: InputImagesNeeds,
  signal: AbortSignal,
) {
  const { path } = await assets.files.locate(asset.id, 'full')
  return imaging.prepareInput({ ...frame, sourcePath: path, formats, maxBytes }, { signal })
}

function requireFrame(asset: Asset, rule: InputRule): SentFrame {
  const frame = fitFrame(asset, rule, null)
  if (frame !== null) return frame
  throw new AppError('provider/unsupported', messages.referenceAspectRatio({ name: asset.name }))
}
