import type { RemoteImage } from './adapter.ts'

/** Converts a result's address, which may be the image itself (`data:image/png;base64,…`). */
export function toRemoteImage(address: string): Extract<RemoteImage, { url: string } | { base64: string }> {
  const [, mime, base64] = /^data:([^;,]+);base64,(.+)$/s.exec(address) ?? []
  return mime !== undefined && base64 !== undefined ? { base64, mime } : { url: address }
}
