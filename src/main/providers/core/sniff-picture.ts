/** What the bytes are, whatever their sender calls them; null = no picture that Atelier takes. */
export function sniffPicture(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | null {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  // The brand may be named first or among the compatible ones.
  return head.startsWith('ftyp', 4) && /avif|avis/.test(head.slice(8)) ? 'avif' : null
}
