import type { AdapterInput, RemoteImage } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { drawImage, type DemoImage } from './draw-image.ts'
import { motifOf } from './fake-models.ts'
import { hashBytes } from './demo-random.ts'

/** Previews come first: this much smaller on each side. */
const previewScale = 8

/** Draws the demo's images for a request: seed, seed + 1 … */
export async function drawResults(input: AdapterInput, call: Call): Promise<RemoteImage[]> {
  const first = input.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!
  const images: RemoteImage[] = []
  for (let index = 0; index < input.n; index++) {
    const image = toDemoImage(input, (first + index) >>> 0)
    if (input.wantsPreviews && index === 0) await showPreview(image, call)
    const bytes = await drawImage(image, (share) => {
      call.signal.throwIfAborted()
      call.progress((index + share) / input.n)
    })
    images.push({ bytes, mime: 'image/png', seed: image.seed })
  }
  return images
}

function toDemoImage(input: AdapterInput, seed: number): DemoImage {
  const { source, size } = input
  return {
    motif: motifOf(input.card.id),
    size: size ?? source ?? { widthPx: 1_024, heightPx: 1_024 },
    prompt: input.prompt,
    seed,
    salt: `${input.card.id}${source ? hashBytes(source.bytes) : ''}`,
    // Perhaps only a painted part of an edit is kept: it must be labeled, too.
    label: input.operation === 'edit' ? 'everywhere' : 'corner',
  }
}

async function showPreview(image: DemoImage, call: Call): Promise<void> {
  const { size } = image
  const small = {
    widthPx: Math.max(16, Math.round(size.widthPx / previewScale)),
    heightPx: Math.max(16, Math.round(size.heightPx / previewScale)),
  }
  call.preview(await drawImage({ ...image, size: small }), 'image/png')
}
