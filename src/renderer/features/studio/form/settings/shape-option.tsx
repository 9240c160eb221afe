import type { PillOption } from '../../../../ui/fields/pill-choice.tsx'
import { parseRatio } from './size-choice.ts'

/** An aspect ratio option with a small drawing of it. */
export function shapeOption(ratio: string): PillOption<string> {
  return { value: ratio, label: ratio, icon: <ShapeIcon ratio={parseRatio(ratio)} /> }
}

/** Longest side of the drawing, in pixels. */
const shapePx = 11

function ShapeIcon({ ratio }: { readonly ratio: number }) {
  const width = ratio >= 1 ? shapePx : shapePx * ratio
  const height = ratio >= 1 ? shapePx / ratio : shapePx
  return <i className="generate-shape" style={{ width: `${width}px`, height: `${height}px` }} aria-hidden="true" />
}
