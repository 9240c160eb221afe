import sharp from 'sharp'
import type { StubRequest } from '../../support/services/service-stub.ts'
import type { StubServer } from '../../support/services/stub-server.ts'

/** How a played model treats the image and the mask it is sent. */
export type Manner =
  /** Repaints what it is told to, and nothing else. */
  | 'keeps'
  /** Sends back what it got. */
  | 'nothing'
  /** Another image altogether. */
  | 'other'
  /** Repaints what it is told to, and gives a third of the rest other colors. */
  | 'strays'

/** What a model that paints with a mask (transparent = repaint) answers to the last request of the server. */
export async function answerTo(server: Pick<StubServer, 'requests'>, manner: Manner): Promise<Uint8Array> {
  const request = server.requests.at(-1)
  if (request === undefined) throw new Error('nothing was asked')
  const { image, mask } = await sentImages(request)
  const { width, height } = image.info
  const result = Buffer.from(image.data)
  for (let at = 0; at < width * height; at++) {
    const isTold = mask === null || (mask.data[at * 4 + 3] ?? 255) < 128
    const [x, y] = [at % width, Math.floor(at / width)]
    const isLight = (x >> 4) % 2 === (y >> 4) % 2
    const isPainted = manner === 'other' || (manner !== 'nothing' && isTold)
    if (isPainted) result.set(isLight ? [40, 160, 90] : [20, 90, 60], at * 4)
    else if (manner === 'strays' && (y >> 6) % 3 === 0) redden(result, at * 4)
  }
  const raw = { width, height, channels: 4 as const }
  return sharp(result, { raw }).removeAlpha().png().toBuffer()
}

/** Of the same lightness, so that it lies where it lay. */
function redden(rgba: Buffer, at: number): void {
  rgba[at] = Math.min(255, rgba[at]! + 90)
  rgba[at + 1] = Math.max(0, rgba[at + 1]! - 27)
}

interface Raw {
  readonly data: Buffer
  readonly info: { readonly width: number; readonly height: number }
}

async function sentImages({ form }: StubRequest): Promise<{ image: Raw; mask: Raw | null }> {
  const file = (name: RegExp) => form.find((part) => name.test(part.name))?.bytes
  const image = file(/^image/)
  if (image === undefined) throw new Error('no image was sent')
  const mask = file(/^mask/)
  return { image: await decode(image), mask: mask === undefined ? null : await decode(mask) }
}

function decode(bytes: Uint8Array): Promise<Raw> {
  return sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
}
