import type { InputImage, RemoteImage } from '../adapter.ts'

/** Returns the type of the bytes, whatever the sender calls them; null = no image format Atelier supports. */
export function sniffImage(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | null {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  // The brand may be the major one or among the compatible ones.
  return head.startsWith('ftyp', 4) && /avif|avis/.test(head.slice(8)) ? 'avif' : null
}

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

/** Converts a result's address, which may be the image itself (`data:image/png;base64,…`). */
export function toRemoteImage(address: string): Extract<RemoteImage, { url: string } | { base64: string }> {
  const [, mime, base64] = /^data:([^;,]+);base64,(.+)$/s.exec(address) ?? []
  return mime !== undefined && base64 !== undefined ? { base64, mime } : { url: address }
}

/** Whether a list of images has none. That is no refusal: nothing says why. */
export function isWithoutImages(data: readonly { readonly b64_json?: unknown; readonly url?: unknown }[]): boolean {
  return data.every(({ b64_json, url }) => !b64_json && !url)
}
