import type { RemotePicture } from './adapter.ts'

/** A result's address, which may be the picture itself (`data:image/png;base64,…`). */
export function toRemotePicture(address: string): Extract<RemotePicture, { url: string } | { base64: string }> {
  const [, mime, base64] = /^data:([^;,]+);base64,(.+)$/s.exec(address) ?? []
  return mime !== undefined && base64 !== undefined ? { base64, mime } : { url: address }
}

/** A seed as Atelier keeps it; services draw larger ones too, which cannot be asked for again. */
export function asSeed(seed: number | null | undefined): number | null {
  return typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff ? seed : null
}
