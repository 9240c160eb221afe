import type { Control, PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { coveredSize, hasShapeOf, type Covered } from '../../../editing/cover-frame.ts'
import type { PlanNotes } from './plan-notes.ts'
import { nameOf } from './plan-size.ts'

interface Drawn extends Covered {
  /** Of the control image, where it is known. */
  readonly control: Size | null
}

/** The control image that is followed, with a word where it is not of the shape that is drawn. */
export function planControl(request: PlanRequest, card: ModelCard, drawn: Drawn, notes: PlanNotes): Control | null {
  const { control = null } = request
  if (control === null) return null
  if (card.control === undefined || card.input === null) {
    notes.warn('control-ignored', `${card.label} takes no control image: it is not sent.`)
    return null
  }
  const over = coveredSize(request, drawn)
  if (over !== null && drawn.control !== null && !hasShapeOf(drawn.control, over)) {
    notes.warn(
      'control-fitted',
      `The control image is ${nameOf(drawn.control)}: it is cropped to the shape of ${nameOf(over)}.`,
    )
  }
  return control
}
