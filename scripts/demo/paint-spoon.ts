import type { Point } from '../../src/shared/util/geometry.ts'
import type { StudioPage } from '../../test/e2e/pages/studio-page.ts'

/**
 * Masks the spoon on the saucer: its bowl, its reflection in the cup, its neck, and the part that shows behind the cup.
 */
export async function paintSpoon(studio: StudioPage): Promise<void> {
  const { canvas } = studio
  await studio.setNumber('Grow', 1)
  await studio.setNumber('Size', 28)
  await canvas.stroke([...ellipse({ x: 366, y: 285 }, 34, 36), ...ellipse({ x: 366, y: 285 }, 14, 16)])
  await studio.setNumber('Size', 20)
  await canvas.stroke([
    { x: 326, y: 250 },
    { x: 346, y: 240 },
    { x: 376, y: 240 },
  ])
  await studio.setNumber('Size', 14)
  await canvas.stroke([
    { x: 387, y: 198 },
    { x: 383, y: 212 },
    { x: 379, y: 226 },
    { x: 376, y: 244 },
  ])
  // Stays off the cup's rim: where the mask touches it, the fill continues the rim's white.
  await studio.setNumber('Size', 8)
  await canvas.stroke([
    { x: 409, y: 69 },
    { x: 414, y: 67 },
    { x: 421, y: 72 },
    { x: 423, y: 82 },
    { x: 420, y: 94 },
    { x: 418, y: 106 },
    { x: 417, y: 118 },
    { x: 417, y: 106 },
    { x: 416, y: 96 },
    { x: 413, y: 84 },
    { x: 410, y: 74 },
    { x: 414, y: 74 },
    { x: 418, y: 84 },
    { x: 417, y: 96 },
  ])
}

function ellipse(middle: Point, radiusX: number, radiusY: number): Point[] {
  const corners = 16
  return Array.from({ length: corners + 1 }, (_, at) => {
    const angle = (at / corners) * 2 * Math.PI
    return { x: middle.x + radiusX * Math.cos(angle), y: middle.y + radiusY * Math.sin(angle) }
  })
}
