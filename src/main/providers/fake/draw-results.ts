import type { AdapterInput, RemotePicture } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { drawPicture, type DemoPicture } from './draw-picture.ts'
import { motifOf } from './fake-models.ts'
import { hashBytes } from './demo-random.ts'

/** Small pictures come first: this much smaller on each side. */
const previewScale = 8

/** Pictures for a request, as the demo draws them: seed, seed + 1 … */
export async function drawResults(input: AdapterInput, call: Call): Promise<RemotePicture[]> {
  const first = input.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!
  const pictures: RemotePicture[] = []
  for (let index = 0; index < input.n; index++) {
    const picture = toDemoPicture(input, (first + index) >>> 0)
    if (input.wantsPreviews && index === 0) await showPreview(picture, call)
    const bytes = await drawPicture(picture, (share) => {
      call.signal.throwIfAborted()
      call.progress((index + share) / input.n)
    })
    pictures.push({ bytes, mime: 'image/png', seed: picture.seed })
  }
  return pictures
}

function toDemoPicture(input: AdapterInput, seed: number): DemoPicture {
  const { source, size } = input
  return {
    motif: motifOf(input.card.id),
    size: size ?? source ?? { widthPx: 1_024, heightPx: 1_024 },
    prompt: input.prompt,
    seed,
    salt: `${input.card.id}${source ? hashBytes(source.bytes) : ''}`,
    // Of an edit perhaps only a painted part is kept: that must say what it is, too.
    label: input.operation === 'edit' ? 'everywhere' : 'corner',
  }
}

async function showPreview(picture: DemoPicture, call: Call): Promise<void> {
  const { size } = picture
  const small = {
    widthPx: Math.max(16, Math.round(size.widthPx / previewScale)),
    heightPx: Math.max(16, Math.round(size.heightPx / previewScale)),
  }
  call.preview(await drawPicture({ ...picture, size: small }), 'image/png')
}
