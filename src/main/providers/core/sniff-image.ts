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
