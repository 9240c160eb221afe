import type { Point } from '../../shared/util/geometry.ts'
import type { FoundPose } from './pose-calls.ts'

/** As on the model's own page: below, a person or a point is more often wrong than right. */
const leastPersonScore = 0.3
const leastPointScore = 0.3

/** Places in COCO's order. */
const [leftShoulder, rightShoulder] = [5, 6]
/**
 * The eighteen points of OpenPose by their places in COCO's order: nose, neck, right arm, left arm, right leg, left leg,
 * eyes, ears. COCO has no neck.
 */
const order = [0, 'neck', 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3] as const

/** null = not seen. */
export type OpenPose = readonly (Point | null)[]

/** Returns the people that were found surely enough as OpenPose names their points. The neck is between the shoulders. */
export function toOpenPoses(poses: readonly FoundPose[]): readonly OpenPose[] {
  return poses
    .filter(({ score }) => score >= leastPersonScore)
    .map(({ points }) => {
      const at = (place: number): Point | null => {
        const point = points[place]
        return point === undefined || point.score < leastPointScore ? null : { x: point.x, y: point.y }
      }
      const [left, right] = [at(leftShoulder), at(rightShoulder)]
      const neck = left && right && { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
      return order.map((place) => (place === 'neck' ? neck : at(place)))
    })
    .filter((points) => points.some((point) => point !== null))
}
