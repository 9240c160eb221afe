import type { InputImage } from './adapter.ts'

export function toBase64(image: InputImage): string {
  return Buffer.from(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength).toString('base64')
}

export function toDataUri(image: InputImage): string {
  return `data:${image.mime};base64,${toBase64(image)}`
}

/** Returns a file name with the extension of the image's type. */
export function fileNameOf(base: string, image: InputImage): string {
  return `${base}.${image.mime === 'image/jpeg' ? 'jpg' : image.mime.slice('image/'.length)}`
}
