import type { FoundObject } from '../../shared/domain/vision.ts'
import { intersectRects, isEmptyRect, type Rect, type Size } from '../../shared/util/geometry.ts'
import type { DetectedBox } from './vision-calls.ts'

/** Boxes that share more than this of their common area are of one object: the usual limit for detectors. */
const sharedMax = 0.5
/** More could not be told apart on the screen. */
const objectsMax = 30

/**
 * From what a detector returns to objects in the image, the best first: within the image, one box for each object.
 * @param boxes with sides from 0 to 1 of `area` @param area what the detector saw, in image pixels: the image or its square
 */
export function chooseObjects(boxes: readonly DetectedBox[], area: Size, image: Size): readonly FoundObject[] {
  const chosen: FoundObject[] = []
  for (const { score, ...sides } of boxes.toSorted((a, b) => b.score - a.score)) {
    const box = toImage(sides, area, image)
    if (box === null || chosen.some((each) => sharedPart(each.box, box) > sharedMax)) continue
    chosen.push({ box, score })
    if (chosen.length === objectsMax) break
  }
  return chosen
}

/** null = less than a pixel of it is in the image. */
function toImage({ left, top, right, bottom }: Omit<DetectedBox, 'score'>, area: Size, image: Size): Rect | null {
  const box = {
    x: left * area.widthPx,
    y: top * area.heightPx,
    widthPx: (right - left) * area.widthPx,
    heightPx: (bottom - top) * area.heightPx,
  }
  const inside = intersectRects(box, { x: 0, y: 0, ...image })
  return inside.widthPx < 1 || inside.heightPx < 1 ? null : inside
}

/** Intersection over union. */
function sharedPart(a: Rect, b: Rect): number {
  const both = intersectRects(a, b)
  if (isEmptyRect(both)) return 0
  const shared = areaOf(both)
  return shared / (areaOf(a) + areaOf(b) - shared)
}

const areaOf = ({ widthPx, heightPx }: Rect) => widthPx * heightPx
const centerX = ({ box }: FoundObject) => box.x + box.widthPx / 2
const centerY = ({ box }: FoundObject) => box.y + box.heightPx / 2

/** What a word prefers: the object with the least of it. */
const preferences: readonly (readonly [RegExp, (object: FoundObject) => number])[] = [
  [/\bleft(most)?\b/i, centerX],
  [/\bright(most)?\b/i, (each) => -centerX(each)],
  [/\b(top|upper)(most)?\b/i, centerY],
  [/\b(bottom|lower)(most)?\b/i, (each) => -centerY(each)],
  [/\b(largest|biggest)\b/i, ({ box }) => -areaOf(box)],
  [/\bsmallest\b/i, ({ box }) => areaOf(box)],
]
/** Of the best score: what fits the words this well is meant, too. */
const comparableScore = 0.5

/**
 * Puts the object first that a word such as “left” means: detectors read the words but hardly know where things are. Only
 * among those that fit the words about as well as the best.
 */
export function preferByPlace(words: string, objects: readonly FoundObject[]): readonly FoundObject[] {
  const preferred = preferences.find(([pattern]) => pattern.test(words))?.[1]
  const [best] = objects
  if (preferred === undefined || best === undefined) return objects
  const comparable = objects.filter(({ score }) => score >= best.score * comparableScore)
  const first = comparable.reduce((chosen, each) => (preferred(each) < preferred(chosen) ? each : chosen))
  return [first, ...objects.filter((each) => each !== first)]
}
