import { readBetween } from './fit-similarity.ts'
import { toOklab, type Oklab } from './oklab.ts'
import type { Overview } from './overview.ts'
import { affineOf, type Similarity } from './placement.ts'

/** Both images in OKLab at overview size, with the response placed. */
export interface ComparedColors {
  readonly source: LabPlanes
  readonly answer: LabPlanes
  /** 0 where either image is transparent. */
  readonly visible: Uint8Array
}

export type LabPlanes = readonly [lightness: Float32Array, a: Float32Array, b: Float32Array]

export function compareColors(overview: Overview, placement: Similarity): ComparedColors {
  const pixels = overview.touched.length
  const planes = (): LabPlanes => [new Float32Array(pixels), new Float32Array(pixels), new Float32Array(pixels)]
  const [source, response, visible] = [planes(), planes(), new Uint8Array(pixels)]
  const { ax, bx, cx, ay, by, cy } = affineOf(placement, overview)
  const { widthPx, heightPx } = overview
  const lab: Oklab = { lightness: 0, a: 0, b: 0 }
  for (let row = 0, n = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, n++) {
      const x = ax * (column + 0.5) + bx * (row + 0.5) + cx - 0.5
      const y = ay * (column + 0.5) + by * (row + 0.5) + cy - 0.5
      // Half a pixel beyond the center of the last one is still inside.
      if (x < -0.5 || y < -0.5 || x > widthPx - 0.5 || y > heightPx - 0.5) continue
      const [insideX, insideY] = [Math.max(0, Math.min(widthPx - 1, x)), Math.max(0, Math.min(heightPx - 1, y))]
      const read = (plane: Float32Array): number => readBetween(plane, overview, insideX, insideY)
      const alpha = read(overview.answer.alpha)
      if (overview.source.alpha[n]! < 250 || alpha < 250) continue
      visible[n] = 1
      writeLab(source, n, lab, overview.source.red[n]!, overview.source.green[n]!, overview.source.blue[n]!)
      writeLab(response, n, lab, read(overview.answer.red), read(overview.answer.green), read(overview.answer.blue))
    }
  }
  return { source, answer: response, visible }
}

function writeLab(planes: LabPlanes, n: number, lab: Oklab, red: number, green: number, blue: number): void {
  toOklab(red, green, blue, lab)
  planes[0][n] = lab.lightness
  planes[1][n] = lab.a
  planes[2][n] = lab.b
}
