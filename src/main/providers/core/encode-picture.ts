import type { InputPicture } from './adapter.ts'

export function toBase64(picture: InputPicture): string {
  return Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength).toString('base64')
}

export function toDataUri(picture: InputPicture): string {
  return `data:${picture.mime};base64,${toBase64(picture)}`
}

/** A file part's name with the extension of its type. */
export function fileNameOf(base: string, picture: InputPicture): string {
  return `${base}.${picture.mime === 'image/jpeg' ? 'jpg' : picture.mime.slice('image/'.length)}`
}
