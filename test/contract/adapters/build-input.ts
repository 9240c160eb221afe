import { randomUUID } from 'node:crypto'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { Operation, PlanRequest } from '../../../src/shared/domain/generation.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'
import type { AdapterInput, InputImage } from '../../../src/main/providers/core/adapter.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { unsetNumbers } from '../../../src/shared/domain/number-settings.ts'

export interface InputRequest {
  readonly operation: Operation
  readonly hasMask?: boolean
  readonly change?: Partial<PlanRequest>
  /** Size of the image to edit. */
  readonly source?: Size
}

const sourceSize: Size = { widthPx: 640, heightPx: 480 }
/** The demo draws each pixel of what others only answer. */
const demoSize: Size = { widthPx: 256, heightPx: 256 }

/** Paints the left third of the upper half, so that a mirrored or rotated mask differs. */
export function isPainted(x: number, y: number, size: Size): boolean {
  return x < size.widthPx / 3 && y < size.heightPx / 2
}

/** Builds the first call of a request as the queue would. */
export async function buildInput(stub: ServiceStub, card: ModelCard, wanted: InputRequest): Promise<AdapterInput> {
  const { operation, hasMask = false, source = sourceSize } = wanted
  const needsSource = operation !== 'generate'
  const request = planOf(stub, card, wanted)
  const { plan, calls, sent } = planRequest(request, card, needsSource ? source : null, {
    providerLabel: stub.id,
    isOwnBaseUrl: true,
  })
  if (plan.obstacles.length > 0) throw new Error(`${card.id} cannot ${operation}: ${plan.obstacles.join(' ')}`)
  const [call] = calls
  if (call === undefined) throw new Error('No call was planned.')
  const pixels = sent?.frame ?? source
  const isSent = hasMask && card.mask !== 'no'
  const references = Math.max(0, card.picturesMin - (needsSource ? 1 : 0))
  return {
    ...call,
    ticket: randomUUID(),
    safety: { blockNsfw: false, contentFilter: 'moderate' },
    source: needsSource ? await drawSource(pixels, card) : null,
    references: await Promise.all(Array.from({ length: references }, () => drawSource(pixels, card))),
    mask: isSent ? await drawMask(pixels, card) : null,
    wantsPreviews: false,
  }
}

export function planOf(
  stub: ServiceStub,
  card: ModelCard,
  { operation, hasMask = false, change }: InputRequest,
): PlanRequest {
  const references = Math.max(0, card.picturesMin - (operation === 'generate' ? 0 : 1))
  return {
    documentId: null,
    operation,
    provider: stub.id,
    model: card.id,
    prompt: card.prompt === 'none' ? '' : 'a lighthouse at dusk',
    negativePrompt: null,
    n: 1,
    size: stub.id === 'fake' ? demoSize : null,
    aspectRatio: null,
    quality: null,
    stylePreset: null,
    seed: card.seed === 'no' ? null : 1234,
    ...unsetNumbers,
    loras: [],
    sourceId: operation === 'generate' ? null : ('01A00000000000000000000001' as PlanRequest['sourceId']),
    referenceIds: Array.from({ length: references }, () => '01A00000000000000000000002' as never),
    growPx: 0,
    featherPx: 0,
    format: null,
    safety: null,
    options: requiredOptions(card),
    trace: {},
    hasMask,
    ...change,
  }
}

/** Returns a sensible value for every required option. */
function requiredOptions(card: ModelCard): PlanRequest['options'] {
  return Object.fromEntries(
    card.options
      .filter((field) => field.isRequired)
      .map((field) => {
        if (field.kind === 'number') return [field.name, field.default ?? field.max ?? 64]
        if (field.kind === 'choice') return [field.name, field.choices[0]!.value]
        return [field.name, field.kind === 'switch' ? true : 'the lamp']
      }),
  )
}

async function drawSource({ widthPx: width, heightPx: height }: Size, card: ModelCard): Promise<InputImage> {
  const image = sharp({ create: { width, height, channels: 3, background: { r: 60, g: 120, b: 180 } } })
  const isPng = card.input?.formats.includes('png') ?? true
  const bytes = await (isPng ? image.png() : image.jpeg()).toBuffer()
  return { bytes: Uint8Array.from(bytes), mime: isPng ? 'image/png' : 'image/jpeg', widthPx: width, heightPx: height }
}

async function drawMask(size: Size, card: ModelCard): Promise<InputImage> {
  const { widthPx: width, heightPx: height } = size
  const gray = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) gray[y * width + x] = isPainted(x, y, size) ? 255 : 0
  }
  const bytes = await encodeMask(gray, width, height, card.maskPolarity)
  return { bytes: Uint8Array.from(bytes), mime: 'image/png', widthPx: width, heightPx: height }
}

function encodeMask(gray: Buffer, width: number, height: number, polarity: ModelCard['maskPolarity']): Promise<Buffer> {
  if (polarity === 'transparent') {
    const rgba = Buffer.alloc(width * height * 4, 255)
    for (const [at, value] of gray.entries()) rgba[at * 4 + 3] = 255 - value
    return sharp(rgba, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer()
  }
  const shown = polarity === 'white' ? gray : Buffer.from(gray.map((value) => 255 - value))
  return sharp(shown, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
