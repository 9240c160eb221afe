import type { RemotePicture } from './adapter.ts'

/** A result's address, which may be the picture itself (`data:image/png;base64,…`). */
export function toRemotePicture(address: string): Extract<RemotePicture, { url: string } | { base64: string }> {
  const [, mime, base64] = /^data:([^;,]+);base64,(.+)$/s.exec(address) ?? []
  return mime !== undefined && base64 !== undefined ? { base64, mime } : { url: address }
}
