/**
 * Composites a layer over pixels in place, both RGBA with straight alpha. Where the layer is clear, the pixels stay
 * identical byte for byte, which a canvas would not guarantee for transparent ones.
 */
export function drawOver(pixels: Uint8ClampedArray, layer: Uint8Array | Uint8ClampedArray, opacity: number): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const own = layer[at + 3]!
    if (own === 0) continue
    const over = (own / 255) * opacity
    const under = (pixels[at + 3]! / 255) * (1 - over)
    const alpha = over + under
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = (layer[channel]! * over + pixels[channel]! * under) / alpha
    }
    pixels[at + 3] = alpha * 255
  }
}
