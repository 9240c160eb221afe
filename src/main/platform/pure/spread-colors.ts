/** Farther away, no visible pixel is affected. */
const reachPx = 8

/**
 * Fills the transparent pixels around visible ones with their neighbors' colors, in RGBA: their own color, often black,
 * would show as a dark line along the edges of an enlarged image.
 */
export function spreadColors(rgba: Uint8Array | Uint16Array, widthPx: number, heightPx: number): void {
  const isKnown = new Uint8Array(widthPx * heightPx)
  let border: number[] = []
  for (let at = 0; at < isKnown.length; at++) if (rgba[at * 4 + 3] !== 0) isKnown[at] = 1
  for (let at = 0; at < isKnown.length; at++) if (isKnown[at] === 0 && hasKnown(at)) border.push(at)
  for (let step = 0; step < reachPx && border.length > 0; step++) {
    const nextBorder = new Set<number>()
    const colors = border.map((at) => mean(neighborsOf(at).filter((each) => isKnown[each] === 1)))
    for (const [index, at] of border.entries()) {
      rgba.set(colors[index]!, at * 4)
      isKnown[at] = 1
    }
    for (const at of border) for (const each of neighborsOf(at)) if (isKnown[each] === 0) nextBorder.add(each)
    border = [...nextBorder]
  }

  function neighborsOf(at: number): number[] {
    const x = at % widthPx
    return [
      ...(x > 0 ? [at - 1] : []),
      ...(x < widthPx - 1 ? [at + 1] : []),
      ...(at >= widthPx ? [at - widthPx] : []),
      ...(at < widthPx * (heightPx - 1) ? [at + widthPx] : []),
    ]
  }

  function hasKnown(at: number): boolean {
    return neighborsOf(at).some((each) => isKnown[each] === 1)
  }

  function mean(pixels: readonly number[]): number[] {
    return [0, 1, 2].map((channel) => {
      const sum = pixels.reduce((total, at) => total + rgba[at * 4 + channel]!, 0)
      return Math.round(sum / pixels.length)
    })
  }
}
