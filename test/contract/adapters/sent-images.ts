import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { InputImage } from '../../../src/main/providers/core/adapter.ts'
import type { KnownReference } from '../../../src/main/providers/core/plan/plan-named-references.ts'
import type { AssetId, NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { StubRequest } from '../../support/services/service-stub.ts'

export const sampleSize = { widthPx: 512, heightPx: 512 }

/** Of a numbered image. */
export const idOf = (number: number): AssetId => `01A0000000000000000000000${number}` as AssetId

export const anna: KnownReference = {
  id: '01R00000000000000000000001' as NamedReferenceId,
  name: 'anna',
  kind: 'person',
  imageIds: [idOf(4)],
  note: '',
  description: 'a woman with short red hair',
}

/** Images that differ, by number from 1. */
export async function numberedImages(count: number): Promise<ReadonlyMap<number, InputImage>> {
  const images = new Map<number, InputImage>()
  for (let number = 1; number <= count; number++) {
    const background = { r: number * 40, g: 90, b: 255 - number * 40 }
    const bytes = await sharp({ create: { width: 512, height: 512, channels: 3, background } })
      .jpeg()
      .toBuffer()
    images.set(number, { bytes: Uint8Array.from(bytes), mime: 'image/jpeg', ...sampleSize })
  }
  return images
}

/** The known images of a request, in the order in which it holds them. */
export function imagesIn({ json, form }: StubRequest, images: ReadonlyMap<number, InputImage>): number[] {
  const inForm = form.flatMap(({ bytes, value }) => numbersOf(images, bytes, value))
  return [...inForm, ...textsOf(json).flatMap((text) => numbersOf(images, null, text))]
}

function numbersOf(images: ReadonlyMap<number, InputImage>, bytes: Uint8Array | null, text: string): number[] {
  return [...images].flatMap(([number, image]) => {
    const isFile = bytes !== null && Buffer.compare(bytes, image.bytes) === 0
    return isFile || text.includes(Buffer.from(image.bytes).toString('base64')) ? [number] : []
  })
}

export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
